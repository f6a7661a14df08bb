import type { Dialect, Statement } from '@hearth/storage';

/** Keys per statement: well below SQLite's 32,766 placeholders, and few enough shapes to stay prepared. */
const TUPLES_PER_STATEMENT = 500;

/**
 * Statements that select rows by a key of several columns. Both dialects read it by the primary key; they differ in how a list
 * of tuples is written.
 */
export function tupleStatements(
  dialect: Dialect,
  select: string,
  columns: readonly string[],
  keys: readonly (readonly unknown[])[],
): Statement[] {
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const statements: Statement[] = [];
  for (let from = 0; from < keys.length; from += TUPLES_PER_STATEMENT) {
    const part = keys.slice(from, from + TUPLES_PER_STATEMENT);
    const tuples = part.map(() => tuple).join(', ');
    const list = dialect === 'sqlite' ? `VALUES ${tuples}` : tuples;
    statements.push({ sql: `${select} WHERE (${columns.join(', ')}) IN (${list})`, parameters: part.flat() });
  }
  return statements;
}
