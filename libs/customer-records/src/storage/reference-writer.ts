import { newId } from '@hearth/keys';
import { insertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Written } from '../domain/case-store';
import { RecordsFault } from '../domain/faults';
import { REFERENCES_PER_CUSTOMER_MAX } from '../domain/limits';
import type { ReferenceInput } from '../domain/references';
import type { KeyedCustomer } from './keyed-customer';
import { keyedCustomer, notFound, ownCustomer } from './keyed-customer';
import type { WriterParts } from './record-writer';
import type { Row } from './sql';
import { run, select, sql, textOf } from './sql';

const COLUMNS = [
  'id',
  'customer',
  'version',
  'replaces',
  'channels',
  'company_name',
  'quote',
  'attribution',
  'proposed_by',
  'proposed_at',
  'approved_at',
  'withdrawn_at',
];

const place = (column: string, row: string) => ({ table: 'customer_references', column, row }) as const;

/**
 * Proposes a quote, with the company's name as it is now: what the customer approves is all that will ever be shown. Other
 * words are a new row and need a new approval; nothing changes the words of one that is there.
 */
export async function proposeReference(
  o: WriterParts,
  m: EntityManager,
  input: ReferenceInput,
): Promise<Written> {
  const customer = await keyedCustomer(o, m, input.customer, 'customer');
  const proposed = await select(
    m,
    sql`SELECT id, version FROM customer_references WHERE customer = ${customer.id}`,
  );
  if (proposed.length >= REFERENCES_PER_CUSTOMER_MAX) {
    throw new RecordsFault('CONFLICT', 'customer', `at most ${REFERENCES_PER_CUSTOMER_MAX} references`);
  }
  const earlier = proposed.find((row) => row['id'] === input.replaces);
  if (input.replaces !== undefined && earlier === undefined) throw notFound('replaces');
  const id = newId('ref');
  const seal = (column: string, plain: string) =>
    customer.cipher.seal(customer.dataKey, plain, place(column, id));
  const name = customer.cipher.open(customer.row, customer.id, {
    table: 'customers',
    column: 'company_name',
    row: customer.id,
  });
  const version = earlier === undefined ? 1 : Number(earlier['version']) + 1;
  const { quote, attribution, channels, replaces } = input;
  await insertRows(m, 'customer_references', COLUMNS, [
    [
      id,
      customer.id,
      version,
      replaces ?? null,
      channels.join(','),
      seal('company_name', name ?? ''),
      seal('quote', quote),
      attribution === undefined ? null : seal('attribution', attribution),
      o.reader.client,
      o.now(),
      null,
      null,
    ],
  ]);
  return { id, customer: customer.id };
}

async function ownReference(o: WriterParts, m: EntityManager, id: string): Promise<[KeyedCustomer, Row]> {
  const customer = await ownCustomer(o, m, 'id');
  const [row] = await select(
    m,
    sql`SELECT company_name, quote, attribution, channels, replaces, approved_at, withdrawn_at
      FROM customer_references WHERE id = ${id} AND customer = ${customer.id}`,
  );
  if (row === undefined) throw notFound('id');
  return [customer, { ...row, wrapped: customer.row['wrapped'] }];
}

/** Approves a quote as it was proposed; for the public channel it is published in the clear. An earlier version goes. */
export async function approveReference(o: WriterParts, m: EntityManager, id: string): Promise<Written> {
  const [customer, row] = await ownReference(o, m, id);
  if (row['withdrawn_at'] !== null) throw new RecordsFault('CONFLICT', 'id', 'this reference is withdrawn');
  if (row['approved_at'] !== null) return { id, customer: customer.id };
  const now = o.now();
  await run(m, sql`UPDATE customer_references SET approved_at = ${now} WHERE id = ${id}`);
  const replaced = textOf(row, 'replaces');
  if (replaced !== null) await withdraw(m, replaced, now);
  if (String(row['channels']).split(',').includes('PUBLIC')) {
    const open = (column: string) => customer.cipher.open(row, customer.id, place(column, id));
    await insertRows(
      m,
      'published_references',
      ['id', 'customer', 'company_name', 'quote', 'attribution', 'approved_at'],
      [[id, customer.id, open('company_name'), open('quote'), open('attribution'), now]],
    );
  }
  return { id, customer: customer.id };
}

/** Withdraws a quote, approved or not: what was published is gone with the same unit. */
export async function withdrawReference(o: WriterParts, m: EntityManager, id: string): Promise<Written> {
  const [customer] = await ownReference(o, m, id);
  await withdraw(m, id, o.now());
  return { id, customer: customer.id };
}

async function withdraw(m: EntityManager, id: string, now: number): Promise<void> {
  await run(
    m,
    sql`UPDATE customer_references SET withdrawn_at = ${now} WHERE id = ${id} AND withdrawn_at IS NULL`,
  );
  await run(m, sql`DELETE FROM published_references WHERE id = ${id}`);
}
