import type { EntityManager } from 'typeorm';
import { dialectOf, valueChunks } from './chunks';

/**
 * `SELECT … WHERE x` + ` IN (values)` + the rest, in as few statements as the server takes (one up to 10,000 values),
 * their rows joined. `sqlBeforeIn` may end with `IN` or without. An ORDER BY or LIMIT in `sqlAfter` holds per statement.
 * No values: no statement, no rows. `others` are the parameters of the placeholders before and after the list.
 */
export async function selectIn<Row = Record<string, unknown>>(
  m: EntityManager,
  sqlBeforeIn: string,
  values: readonly unknown[],
  sqlAfter = '',
  others: { readonly before?: readonly unknown[]; readonly after?: readonly unknown[] } = {},
): Promise<Row[]> {
  const { before = [], after = [] } = others;
  const head = sqlBeforeIn.trimEnd().replace(/\s+IN$/i, '');
  const found: Row[] = [];
  for (const chunk of valueChunks(dialectOf(m), values, before.length + after.length)) {
    const list = Array<string>(chunk.length).fill('?').join(', ');
    const rows = await m.query<Row[]>(`${head} IN (${list}) ${sqlAfter}`, [...before, ...chunk, ...after]);
    for (const row of rows) found.push(row);
  }
  return found;
}

/** The end of a SELECT that locks its rows until the unit ends. SQLite has one writer, so nothing to lock. */
export function lockForUpdate(m: EntityManager): string {
  return dialectOf(m) === 'mysql' ? ' FOR UPDATE' : '';
}
