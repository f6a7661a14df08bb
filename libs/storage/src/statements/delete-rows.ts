import type { EntityManager } from 'typeorm';
import { dialectOf, quoted } from './chunks';

/** A condition in SQL, the values for its placeholders, and what is bound to them. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Deletes at most `limit` rows that meet a condition, in one statement: what changed meanwhile is judged as it is now. The rest is
 * for the next call, so that nobody waits long behind it. Returns how many rows went; fewer than `limit` when no more were there.
 */
export async function deleteRows(
  m: EntityManager,
  table: string,
  where: Condition,
  limit: number,
): Promise<number> {
  const dialect = dialectOf(m);
  const name = quoted(dialect, table);
  if (dialect === 'mysql') {
    const done = await m.query<{ affectedRows: number }>(`DELETE FROM ${name} WHERE ${where.sql} LIMIT ?`, [
      ...where.values,
      limit,
    ]);
    return done.affectedRows;
  }
  // SQLite takes no LIMIT here as it is usually built; RETURNING is how it tells how many went.
  const gone = await m.query<unknown[]>(
    `DELETE FROM ${name} WHERE rowid IN (SELECT rowid FROM ${name} WHERE ${where.sql} LIMIT ?) RETURNING 1`,
    [...where.values, limit],
  );
  return gone.length;
}
