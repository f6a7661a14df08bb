import type { EntityManager } from 'typeorm';
import type { Dialect } from '../room-database';
import { dialectOf, quoted, rowChunks } from './chunks';

/** What becomes of a column when its row is there: take the new value, add it, or keep the greater or the lesser. */
export type Merge = 'set' | 'add' | 'max' | 'min';

/** How `upsertRows` treats a row whose key is there. */
export interface UpsertOptions {
  /** The columns of the primary or unique key. */
  readonly key: readonly string[];
  /** Columns to overwrite; or each with its way to merge; or `'ignore'` to leave the row as it is. */
  readonly update: readonly string[] | 'ignore' | Readonly<Record<string, Merge>>;
}

type Rows = readonly (readonly unknown[])[];

function insertSql(dialect: Dialect, table: string, columns: readonly string[], count: number): string {
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const names = columns.map((column) => quoted(dialect, column)).join(', ');
  return `INSERT INTO ${quoted(dialect, table)} (${names}) VALUES ${Array<string>(count).fill(tuple).join(', ')}`;
}

const SQLITE_MERGE: Record<Merge, (old: string, fresh: string) => string> = {
  set: (_old, fresh) => fresh,
  add: (old, fresh) => `${old} + ${fresh}`,
  max: (old, fresh) => `MAX(${old}, ${fresh})`,
  min: (old, fresh) => `MIN(${old}, ${fresh})`,
};
const MYSQL_MERGE: Record<Merge, (old: string, fresh: string) => string> = {
  ...SQLITE_MERGE,
  max: (old, fresh) => `GREATEST(${old}, ${fresh})`,
  min: (old, fresh) => `LEAST(${old}, ${fresh})`,
};

function conflictSql(dialect: Dialect, table: string, options: UpsertOptions): string {
  const q = (name: string) => quoted(dialect, name);
  const { key, update } = options;
  const target = ` ON CONFLICT (${key.map(q).join(', ')}) DO`;
  const merges: [string, Merge][] =
    update === 'ignore'
      ? []
      : Array.isArray(update)
        ? update.map((column: string) => [column, 'set'])
        : Object.entries(update as Record<string, Merge>);
  if (merges.length === 0) {
    if (dialect === 'sqlite') return `${target} NOTHING`;
    // INSERT IGNORE would hide values that do not fit as well: a key set to itself hides only the repeat.
    const first = q(key[0] as string);
    return ` ON DUPLICATE KEY UPDATE ${first} = ${q(table)}.${first}`;
  }
  const assignments = merges.map(([column, merge]) => {
    const old = `${q(table)}.${q(column)}`;
    const name = q(column);
    return dialect === 'sqlite'
      ? `${name} = ${SQLITE_MERGE[merge](old, `excluded.${name}`)}`
      : `${name} = ${MYSQL_MERGE[merge](old, `VALUES(${name})`)}`;
  });
  return dialect === 'sqlite'
    ? `${target} UPDATE SET ${assignments.join(', ')}`
    : ` ON DUPLICATE KEY UPDATE ${assignments.join(', ')}`;
}

async function send(
  m: EntityManager,
  table: string,
  columns: readonly string[],
  rows: Rows,
  tail: string,
): Promise<void> {
  const dialect = dialectOf(m);
  for (const chunk of rowChunks(dialect, columns.length, rows)) {
    await m.query(insertSql(dialect, table, columns, chunk.length) + tail, chunk.flat());
  }
}

/**
 * Inserts rows, many per statement: never beyond the server's limit of placeholders (32,766 on SQLite, 65,535 on MySQL),
 * 1,000 rows or 4 MiB. No rows: no statement. Values: null, boolean, number, bigint, string, Buffer.
 *
 * @throws a unique violation (`isUniqueViolation`) when a key is there; earlier chunks stand unless the unit is rolled back.
 */
export function insertRows(
  m: EntityManager,
  table: string,
  columns: readonly string[],
  rows: Rows,
): Promise<void> {
  return send(m, table, columns, rows, '');
}

/**
 * Inserts rows and merges those whose key is there, as `insertRows` does it. A merge with null gives null; 64-bit values
 * beyond 2^53 must be `bigint`, or SQLite compares digits with numbers. Give rows sorted by key: two units that lock the
 * same rows in the same order cannot block each other for good. On MySQL every account that calls this needs INSERT and
 * UPDATE, even with `'ignore'`, and any other unique key of the table counts as the key too.
 */
export function upsertRows(
  m: EntityManager,
  table: string,
  columns: readonly string[],
  rows: Rows,
  options: UpsertOptions,
): Promise<void> {
  return send(m, table, columns, rows, conflictSql(dialectOf(m), table, options));
}
