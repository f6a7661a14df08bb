/** The stable codes of {@link KeyError}. */
export type KeyErrorCode =
  | 'KEY_MISSING'
  | 'KEY_MALFORMED'
  | 'KEY_MODE_TOO_OPEN'
  | 'KEY_PAIR_INCOMPLETE'
  | 'KEY_NOT_HELD'
  | 'SEAL_UNREADABLE';

/** A key, or something sealed with one, cannot be used. The message names the key or the field, never a value. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  constructor(
    readonly code: KeyErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A cursor that this reader did not get from this field. It says nothing about which of the two it was. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
  readonly code = 'BAD_CURSOR';
  constructor() {
    super('after: not a cursor of this list');
  }
}
