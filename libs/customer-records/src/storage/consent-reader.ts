import type { EntityManager } from 'typeorm';
import type { ConsentPurpose, ConsentRecord } from '../domain/consents';
import { CONSENTS_PER_CUSTOMER_MAX } from '../domain/limits';
import type { ReadingParts } from './customer-reader';
import type { Row } from './sql';
import { instantOf, listOf, select, sql, textOf } from './sql';

const SELECTED = sql`SELECT t.id, t.customer, t.party, t.purpose, t.categories, t.from_at, t.until_at, t.granted_at,
  t.withdrawn_at, t.text, k.wrapped
  FROM consents t JOIN customers c ON c.id = t.customer LEFT JOIN data_keys k ON k.customer = t.customer`;

function recordOf({ cipher }: ReadingParts, row: Row): ConsentRecord {
  const id = String(row['id']);
  const customer = String(row['customer']);
  return {
    id,
    customer,
    party: String(row['party']),
    purpose: String(row['purpose']) as ConsentPurpose,
    categories: (textOf(row, 'categories') ?? '').split(','),
    from: Number(row['from_at']),
    until: instantOf(row, 'until_at'),
    grantedAt: Number(row['granted_at']),
    withdrawnAt: instantOf(row, 'withdrawn_at'),
    text: cipher.open(row, customer, { table: 'consents', column: 'text', row: id }),
  };
}

/** The consents of each customer, oldest first, in one statement. */
export async function consentsOf(
  parts: ReadingParts,
  m: EntityManager,
  customers: readonly string[],
): Promise<ReadonlyMap<string, readonly ConsentRecord[]>> {
  const rows = await select(
    m,
    sql`${SELECTED} WHERE t.customer IN ${listOf(customers)} AND ${parts.guard.granted('consent.record')}
      ORDER BY t.customer, t.granted_at, t.id LIMIT ${customers.length * CONSENTS_PER_CUSTOMER_MAX}`,
  );
  const found = new Map<string, ConsentRecord[]>(customers.map((customer) => [customer, []]));
  for (const row of rows) found.get(String(row['customer']))?.push(recordOf(parts, row));
  return found;
}

export async function consentsById(
  parts: ReadingParts,
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ConsentRecord>> {
  const rows = await select(
    m,
    sql`${SELECTED} WHERE t.id IN ${listOf(ids)} AND ${parts.guard.granted('consent.record')}`,
  );
  return new Map(rows.map((row) => [String(row['id']), recordOf(parts, row)]));
}
