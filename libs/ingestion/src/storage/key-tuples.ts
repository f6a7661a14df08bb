import type { Dialect } from '@hearth/storage';
import type { EntityManager } from 'typeorm';

/** Keys per statement: well below SQLite's 32,766 placeholders, and few enough shapes to stay prepared. */
const TUPLES_PER_STATEMENT = 500;

/**
 * Selects rows by a key of several columns. Both dialects read it by the primary key; they differ in how a list of
 * tuples is written.
 */
export async function selectByTuples<Row>(
  m: EntityManager,
  dialect: Dialect,
  select: string,
  columns: readonly string[],
  keys: readonly (readonly unknown[])[],
): Promise<Row[]> {
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const rows: Row[] = [];
  for (let from = 0; from < keys.length; from += TUPLES_PER_STATEMENT) {
    const part = keys.slice(from, from + TUPLES_PER_STATEMENT);
    const tuples = part.map(() => tuple).join(', ');
    const list = dialect === 'sqlite' ? `VALUES ${tuples}` : tuples;
    rows.push(...(await m.query<Row[]>(`${select} WHERE (${columns.join(', ')}) IN (${list})`, part.flat())));
  }
  return rows;
}
