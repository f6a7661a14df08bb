import type { EntityManager } from 'typeorm';
import type { Dialect } from '../room-database';
import { Hexadecimal } from './hexadecimal';

/** What the servers take in one statement. SQLite's default build and MySQL's protocol set them. */
const PLACEHOLDERS: Record<Dialect, number> = { sqlite: 32_766, mysql: 65_535 };
/** More rows per statement gain nothing that can be measured. */
const ROWS = 1_000;
/** A quarter of the smallest `max_allowed_packet` in use (16 MiB), as bytes double when they are written as hex. */
const BYTES = 4 * 1024 * 1024;

export function dialectOf(m: EntityManager): Dialect {
  return m.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
}

/** Names come from the code, never from a request; quoting keeps reserved words usable. */
export function quoted(dialect: Dialect, name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new TypeError('A table or column name is not a plain word');
  return dialect === 'sqlite' ? `"${name}"` : `\`${name}\``;
}

function sizeOf(row: readonly unknown[]): number {
  let bytes = 0;
  for (const value of row) {
    if (typeof value === 'string') bytes += value.length * 2;
    else if (value instanceof Uint8Array) bytes += value.byteLength * 2;
    else if (value instanceof Hexadecimal) bytes += value.text.length;
    else bytes += 8;
  }
  return bytes;
}

/** Cuts rows into statements' worth, in order, none beyond the limits above (but for a row that alone exceeds them). */
export function* rowChunks(
  dialect: Dialect,
  width: number,
  rows: readonly (readonly unknown[])[],
): Generator<(readonly unknown[])[]> {
  const most = Math.max(1, Math.min(ROWS, Math.floor(PLACEHOLDERS[dialect] / width)));
  let chunk: (readonly unknown[])[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (row.length !== width) throw new TypeError('A row has not as many values as there are columns');
    const size = sizeOf(row);
    if (chunk.length > 0 && (chunk.length >= most || bytes + size > BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(row);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** Cuts the values of an IN list; `others` placeholders of the statement are taken already. */
export function* valueChunks(
  dialect: Dialect,
  values: readonly unknown[],
  others: number,
): Generator<readonly unknown[]> {
  const most = Math.min(10_000, PLACEHOLDERS[dialect] - others);
  for (let at = 0; at < values.length; at += most) yield values.slice(at, at + most);
}
