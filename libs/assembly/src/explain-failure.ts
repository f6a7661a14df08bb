import { KeyError } from '@hearth/keys';
import { ConfigError } from '@hearth/service';
import { StorageError } from '@hearth/storage';
import { TokenError } from '@hearth/tokens';
import { StartError } from './prepare-home';

/** Why a command failed: a sentence where an operator can mend it, a stack where it is a mistake of ours. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.map((fault) => `  ${fault}`).join('\n');
  if (
    error instanceof StartError ||
    error instanceof KeyError ||
    error instanceof StorageError ||
    error instanceof TokenError
  )
    return `  ${error.message}`;
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'EADDRINUSE':
      return '  The port is taken: stop what listens there, or set HEARTH_PORT.';
    case 'EACCES':
      return '  This address or folder may not be used by this account.';
    case 'ECONNREFUSED':
      return '  Nothing answers at the address of the database or server: is it running?';
    default:
      return error instanceof Error ? (error.stack ?? error.message) : '  an unknown failure';
  }
}
