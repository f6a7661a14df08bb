import { pseudonymOf } from '@hearth/keys';
import type { RowGrant } from '../domain/row-grant';

/** A condition of SQL with its parameters. */
export interface Predicate {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * The condition that a row's customer is the reader's. Scopes are joined here, in the same statement that reads the row, so
 * that a scope which ended a moment ago ends this read too.
 *
 * @param column the customer's pseudonym in the statement, such as `f.subject`
 * @param now UTC milliseconds
 */
export function rowPredicate(grant: RowGrant, column: string, pseudonymKey: Buffer, now: number): Predicate {
  if (grant.rows === 'all') return { sql: '1 = 1', parameters: [] };
  if (grant.rows === 'self') {
    return { sql: `${column} = ?`, parameters: [pseudonymOf(pseudonymKey, grant.customer)] };
  }
  if (grant.rows === 'none') return { sql: '1 = 0', parameters: [] };
  const list = grant.categories.map(() => '?').join(', ');
  return {
    sql: `EXISTS (SELECT 1 FROM scope s WHERE s.party IN (?, ?) AND s.subject = ${column}
      AND s.category IN (${list}) AND (s.until_at IS NULL OR s.until_at > ?))`,
    parameters: [...grant.parties, ...grant.categories, now],
  };
}

/** One of several conditions; none of them where there are none. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  if (predicates.length === 0) return { sql: '1 = 0', parameters: [] };
  return {
    sql: `(${predicates.map(({ sql }) => sql).join(' OR ')})`,
    parameters: predicates.flatMap(({ parameters }) => parameters),
  };
}
