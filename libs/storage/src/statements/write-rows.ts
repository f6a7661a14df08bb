import type { EntityManager } from 'typeorm';
import type { Dialect } from '../room-database';
import { dialectOf, quoted, rowChunks } from './chunks';
import { driverValues } from './hexadecimal';
import type { Statement } from './statement';

/** What becomes of a column when its row is there: take the new value, add it, or keep the greater or the lesser. */
export type Merge = 'set' | 'add' | 'max' | 'min';

/**
 * What a column becomes, as SQL over the row that is there and the one that comes, each asked for a column by name. MySQL
 * assigns in the order given, and an earlier assignment is seen by a later one: what others compare with goes last.
 */
export type MergeSql = (old: (column: string) => string, fresh: (column: string) => string) => string;

/** How `upsertRows` treats a row whose key is there. */
export interface UpsertOptions {
  /** The columns of the primary or unique key. */
  readonly key: readonly string[];
  /** Columns to overwrite; or each with its way to merge; or `'ignore'` to leave the row as it is. */
  readonly update: readonly string[] | 'ignore' | Readonly<Record<string, Merge | MergeSql>>;
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
  const merges: [string, Merge | MergeSql][] =
    update === 'ignore'
      ? []
      : Array.isArray(update)
        ? update.map((column: string) => [column, 'set'])
        : Object.entries(update as Record<string, Merge | MergeSql>);
  if (merges.length === 0) {
    if (dialect === 'sqlite') return `${target} NOTHING`;
    // INSERT IGNORE would hide values that do not fit as well: a key set to itself hides only the repeat.
    const first = q(key[0] as string);
    return ` ON DUPLICATE KEY UPDATE ${first} = ${q(table)}.${first}`;
  }
  const old = (column: string) => `${q(table)}.${q(column)}`;
  const fresh = (column: string) => (dialect === 'sqlite' ? `excluded.${q(column)}` : `VALUES(${q(column)})`);
  const ways = dialect === 'sqlite' ? SQLITE_MERGE : MYSQL_MERGE;
  const assignments = merges.map(([column, merge]) => {
    const merged = typeof merge === 'function' ? merge(old, fresh) : ways[merge](old(column), fresh(column));
    return `${q(column)} = ${merged}`;
  });
  return dialect === 'sqlite'
    ? `${target} UPDATE SET ${assignments.join(', ')}`
    : ` ON DUPLICATE KEY UPDATE ${assignments.join(', ')}`;
}

function statementsOf(
  dialect: Dialect,
  table: string,
  columns: readonly string[],
  rows: Rows,
  tail: string,
): Statement[] {
  return [...rowChunks(dialect, columns.length, rows)].map((chunk) => ({
    sql: insertSql(dialect, table, columns, chunk.length) + tail,
    parameters: chunk.flat(),
  }));
}

/** The statements of {@link insertRows}, to be run with others. */
export function insertStatements(
  dialect: Dialect,
  table: string,
  columns: readonly string[],
  rows: Rows,
): Statement[] {
  return statementsOf(dialect, table, columns, rows, '');
}

/** The statements of {@link upsertRows}, to be run with others. */
export function upsertStatements(
  dialect: Dialect,
  table: string,
  columns: readonly string[],
  rows: Rows,
  options: UpsertOptions,
): Statement[] {
  return statementsOf(dialect, table, columns, rows, conflictSql(dialect, table, options));
}

async function send(m: EntityManager, statements: readonly Statement[]): Promise<void> {
  for (const { sql, parameters } of statements) await m.query(sql, driverValues(parameters));
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
  return send(m, insertStatements(dialectOf(m), table, columns, rows));
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
  return send(m, upsertStatements(dialectOf(m), table, columns, rows, options));
}
