import type { EntityManager } from 'typeorm';
import type { Dialect } from '../room-database';
import { dialectOf, valueChunks } from './chunks';
import type { Statement } from './statement';

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
  const found: Row[] = [];
  for (const { sql, parameters } of selectInStatements(dialectOf(m), sqlBeforeIn, values, sqlAfter, others)) {
    for (const row of await m.query<Row[]>(sql, [...parameters])) found.push(row);
  }
  return found;
}

/** The statements of {@link selectIn}, to be run with others. */
export function selectInStatements(
  dialect: Dialect,
  sqlBeforeIn: string,
  values: readonly unknown[],
  sqlAfter = '',
  others: { readonly before?: readonly unknown[]; readonly after?: readonly unknown[] } = {},
): Statement[] {
  const { before = [], after = [] } = others;
  const head = sqlBeforeIn.trimEnd().replace(/\s+IN$/i, '');
  return [...valueChunks(dialect, values, before.length + after.length)].map((chunk) => ({
    sql: `${head} IN (${Array<string>(chunk.length).fill('?').join(', ')}) ${sqlAfter}`,
    parameters: [...before, ...chunk, ...after],
  }));
}

/** The end of a SELECT that locks its rows until the unit ends. SQLite has one writer, so nothing to lock. */
export function lockForUpdate(m: EntityManager): string {
  return dialectOf(m) === 'mysql' ? ' FOR UPDATE' : '';
}
