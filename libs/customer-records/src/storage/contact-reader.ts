import type { EntityManager } from 'typeorm';
import type { ContactRecord } from '../domain/records';
import type { ReadingParts } from './customer-reader';
import type { Row } from './sql';
import { listOf, select, sql } from './sql';

const COLUMNS = [
  ['name', 'user.name'],
  ['email', 'user.contact.email'],
  ['role', 'user.job_title'],
] as const;

const FROM = sql`FROM contacts t JOIN customers c ON c.id = t.customer LEFT JOIN data_keys k ON k.customer = t.customer`;

/** The first contacts of each customer, in one statement however many customers the page has. */
export async function contactsOf(
  parts: ReadingParts,
  m: EntityManager,
  customers: readonly string[],
  limit: number,
  afterId?: string,
): Promise<ReadonlyMap<string, readonly ContactRecord[]>> {
  const { guard } = parts;
  const after = afterId === undefined ? sql`` : sql` AND t.id > ${afterId}`;
  const rows = await select(
    m,
    sql`SELECT * FROM (
      SELECT t.id, t.customer, k.wrapped, ${guard.evidence()}${guard.columns('t', COLUMNS)},
        ROW_NUMBER() OVER (PARTITION BY t.customer ORDER BY t.id) AS place
      ${FROM} WHERE t.customer IN ${listOf(customers)} AND ${guard.granted('user.name')}${after}
    ) x WHERE x.place <= ${limit} ORDER BY x.customer, x.place`,
  );
  const found = new Map<string, ContactRecord[]>(customers.map((customer) => [customer, []]));
  for (const row of rows) found.get(String(row['customer']))?.push(recordOf(parts, row));
  return found;
}

/** Contacts by their ids, of the customers on which the reader may know of contacts. */
export async function contactsById(
  parts: ReadingParts,
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ContactRecord>> {
  const { guard } = parts;
  const rows = await select(
    m,
    sql`SELECT t.id, t.customer, k.wrapped, ${guard.evidence()}${guard.columns('t', COLUMNS)}
      ${FROM} WHERE t.id IN ${listOf(ids)} AND ${guard.granted('user.name')}`,
  );
  return new Map(rows.map((row) => [String(row['id']), recordOf(parts, row)]));
}

function recordOf({ guard, cipher }: ReadingParts, row: Row): ContactRecord {
  const id = String(row['id']);
  const customer = String(row['customer']);
  const open = (column: string) => cipher.open(row, customer, { table: 'contacts', column, row: id });
  return {
    id,
    customer,
    grants: guard.grants(row, customer),
    name: open('name'),
    email: open('email'),
    role: open('role'),
  };
}
