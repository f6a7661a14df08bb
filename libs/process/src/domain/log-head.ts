import type { SignedHead } from '@hearth/release-record';
import { writeExportLine } from '@hearth/release-record';
import type { Logger } from '@hearth/service';

/**
 * Writes each signed head of the record of releases into the log, as a line that `hearth audit verify` takes for a held
 * head: where logs leave the machine, so do the heads.
 */
export function logHead(logger: Logger): (head: SignedHead) => void {
  return (head) => {
    logger.info(
      {
        event: 'release-head',
        writer: head.writer,
        size: head.size,
        head: writeExportLine({ kind: 'head', head }),
      },
      'the record of releases was signed',
    );
  };
}
