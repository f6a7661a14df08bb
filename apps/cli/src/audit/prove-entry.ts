import type { KeyObject } from 'node:crypto';
import {
  entryHash,
  inclusionProof,
  readExportLine,
  verifyHead,
  verifyInclusion,
  writeExportLine,
  type ReleaseEntry,
  type SignedHead,
} from '@hearth/release-record';
import { linesOf } from './read-files';

/** That one entry is in the record that a head was signed over. */
export interface EntryProof {
  readonly entry: ReleaseEntry;
  readonly head: SignedHead;
  readonly proof: readonly Buffer[];
}

/** Proves that an entry of an export is under the newest signed head of its chain. Throws an Error that says why it cannot. */
export async function proveEntry(
  file: string,
  wanted: { readonly writer: string; readonly index: number; readonly keys?: readonly KeyObject[] },
): Promise<EntryProof> {
  const leaves: Buffer[] = [];
  let keys = wanted.keys ?? [];
  let entry: ReleaseEntry | undefined;
  let head: SignedHead | undefined;
  for await (const text of linesOf(file)) {
    const line = readExportLine(text);
    if (line?.kind === 'header') keys = wanted.keys ?? line.keys;
    if (line?.kind === 'start' && line.head.writer === wanted.writer)
      throw new Error('The beginning of this chain is not in the export, so no tree can be built over it.');
    if (line?.kind === 'entry' && line.entry.writer === wanted.writer) {
      leaves.push(line.entry.hash);
      if (line.entry.index === wanted.index) entry = line.entry;
    }
    if (line?.kind === 'head' && line.head.writer === wanted.writer) head = line.head;
  }
  if (!entry) throw new Error(`There is no entry ${wanted.index} of the writer ${wanted.writer} in ${file}.`);
  if (!head || head.size <= wanted.index) throw new Error('No signed head stands over this entry yet.');
  const tree = leaves.slice(0, head.size);
  const proof = inclusionProof(tree, wanted.index);
  const { index } = wanted;
  const held =
    verifyHead(head, keys) &&
    verifyInclusion({ data: entryHash(entry), index, size: head.size, root: head.root, proof });
  if (!held) throw new Error('The proof does not hold: verify the export, it says what was changed.');
  return { entry, head, proof };
}

/** The proof as JSON that can be given on: the entry and the head as lines of an export, the path from leaf to root. */
export function writeProof({ entry, head, proof }: EntryProof): string {
  return JSON.stringify(
    {
      entry: writeExportLine({ kind: 'entry', entry }),
      head: writeExportLine({ kind: 'head', head }),
      proof: proof.map((hash) => hash.toString('hex')),
    },
    null,
    2,
  );
}
