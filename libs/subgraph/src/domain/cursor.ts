import { createHash } from 'node:crypto';
import { CursorError, openCursor, sealCursor } from '@hearth/keys';
import type { Reader } from '@hearth/policy';
import { PublicError } from './public-error';

/** The cursor key and the list that its cursors belong to. */
export interface CursorScope {
  /** The key named `cursor`. */
  readonly key: Buffer;
  /** From cursorBinding. */
  readonly binding: string;
}

/** What a cursor is bound to. */
export interface CursorBindingParts {
  /** The list, as Type.field, with the parent's id where it hangs on one. */
  readonly list: string;
  /** Filter and order: any plain data. */
  readonly filter?: unknown;
  readonly reader: Reader;
  readonly policyVersion: string;
}

// Keys sorted, so that one filter written in two orders is one filter.
function canonical(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => [key, canonical(entry)]);
}

/** Binds cursors to a list, its filter and what the reader may see: another reader, purpose or policy version opens none. */
export function cursorBinding(parts: CursorBindingParts): string {
  const { list, filter, reader, policyVersion } = parts;
  const rights = [reader.audience, reader.purpose, reader.party ?? '', reader.customer ?? '', policyVersion];
  return createHash('sha256')
    .update(JSON.stringify([list, canonical(filter) ?? null, rights]))
    .digest('base64url');
}

/** The cursor of a position: a small JSON object, sort key and id. */
export function encodeCursor(scope: CursorScope, position: object): string {
  return sealCursor(scope.key, position, scope.binding);
}

/** The position of a cursor. Throws PublicError BAD_CURSOR for anything that this list did not give this reader. */
export function decodeCursor(scope: CursorScope, cursor: string): Readonly<Record<string, unknown>> {
  try {
    return openCursor(scope.key, cursor, scope.binding) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof CursorError) throw new PublicError(error.code, error.message);
    throw error;
  }
}
