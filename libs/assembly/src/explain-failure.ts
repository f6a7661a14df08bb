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
  const failure = error as NodeJS.ErrnoException | undefined;
  switch (failure?.code) {
    case 'EADDRINUSE':
      return '  The port is taken: stop what listens there, or set HEARTH_PORT.';
    case 'EACCES':
      return '  This address or folder may not be used by this account.';
    case 'ENOENT':
      return `  There is no ${failure.path ?? 'such file'}.`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return '  Nothing answers at the address of the database or server: is it running?';
    case 'ER_ACCESS_DENIED_ERROR':
      return `  The database server says: ${failure.message}. Is the account provisioned, with the password of this key folder?`;
    default:
      return error instanceof Error ? (error.stack ?? error.message) : '  an unknown failure';
  }
}
