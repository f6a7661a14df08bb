import { QueryFailedError } from 'typeorm';

/** Codes of the errors that this library itself raises. */
export type StorageErrorCode = 'CLOSED' | 'FOREIGN_UNIT' | 'OUTSIDE_UNIT' | 'UNIT_ENDED' | 'FOLDER_IN_USE';

/** An error of this library's own; `code` is stable, the message is for people. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly code: StorageErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export function closed(): StorageError {
  return new StorageError('CLOSED', 'The database has been closed.');
}

interface DriverFault {
  readonly errno?: number;
  readonly errcode?: number;
}

function faultOf(error: unknown): DriverFault {
  if (typeof error !== 'object' || error === null) return {};
  return ((error as { driverError?: DriverFault }).driverError ?? error) as DriverFault;
}

const UNIQUE_MYSQL = 1062;
const UNIQUE_SQLITE = [2067, 1555];

/** Whether a statement failed because a row with the same key is there. Knows both dialects. */
export function isUniqueViolation(error: unknown): boolean {
  const fault = faultOf(error);
  return fault.errno === UNIQUE_MYSQL || UNIQUE_SQLITE.includes(fault.errcode ?? 0);
}

/** Deadlock, lock wait timeout, and MariaDB's record changed since last read: the same unit may pass the next time. */
const RETRYABLE = new Set([1213, 1205, 1020]);

export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(faultOf(error).errno ?? 0);
}

/**
 * Takes the values out of a database's error: drivers put the parameters, the whole statement and quoted values into it,
 * and from there they would reach a log. Code, number and the names in the message stay. Gives the same object back.
 */
export function withoutValues(error: unknown): unknown {
  if (error instanceof QueryFailedError) {
    (error as { parameters: unknown }).parameters = [];
    // A script's text holds its values.
    (error as { query: string }).query = '';
    strip(error);
    strip(error.driverError);
  } else if (error instanceof Error && ('errno' in error || 'errcode' in error)) strip(error);
  return error;
}

function strip(error: Error & { sql?: string; sqlMessage?: string }): void {
  delete error.sql;
  delete error.sqlMessage;
  error.message = masked(error.message);
  // The stack repeats the message in its first line.
  error.stack = masked(error.stack ?? '');
}

/** "Duplicate entry 'value' for key 'name'" keeps the name. Values may hold quotes, so each match is as long as can be. */
function masked(message: string): string {
  return message
    .replace(/entry '[^]*' for key/g, "entry '…' for key")
    .replace(/value:? '[^]*' for (column|function)/g, "value '…' for $1")
    .replace(/value:? '(?!…)[^]*'/g, "value '…'")
    .replace(/near '[^]*' at line/g, "near '…' at line");
}
