import { lockForUpdate } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { RecordsFault } from '../domain/faults';
import { FieldCipher } from './field-cipher';
import type { WriterParts } from './record-writer';
import { bytesOf, select, Sql, sql, textOf } from './sql';
import type { Row } from './sql';

/** A customer whose row is locked until the unit ends, with what is needed to write under its key. */
export interface KeyedCustomer {
  readonly id: string;
  readonly row: Row;
  readonly cipher: FieldCipher;
  readonly dataKey: Buffer;
}

/** What is another's and what does not exist are the same answer. */
export function notFound(field: string): RecordsFault {
  return new RecordsFault('NOT_FOUND', field, 'nothing with this id that this reader may change');
}

/** Locks a customer and unwraps its key; NOT_FOUND where there is none, or no key any more. */
export async function keyedCustomer(
  o: WriterParts,
  m: EntityManager,
  customer: string | undefined,
  field: string,
): Promise<KeyedCustomer> {
  if (customer === undefined) throw notFound(field);
  const [row] = await select(
    m,
    sql`SELECT c.id, c.company_name, c.recorded_by, c.external_key, k.wrapped
      FROM customers c LEFT JOIN data_keys k ON k.customer = c.id
      WHERE c.id = ${customer}${new Sql(lockForUpdate(m), [])}`,
  );
  const wrapped = row === undefined ? null : bytesOf(row, 'wrapped');
  if (row === undefined || wrapped === null) throw notFound(field);
  const cipher = new FieldCipher(o.keys.get('customer-master'));
  return { id: customer, row, cipher, dataKey: cipher.dataKey(customer, wrapped) };
}

/** The customer that the reader itself is. */
export function ownCustomer(o: WriterParts, m: EntityManager, field: string): Promise<KeyedCustomer> {
  return keyedCustomer(o, m, o.reader.audience === 'customer' ? o.reader.customer : undefined, field);
}

/** Whose row it is in one of the tables of cases; undefined where there is none. */
export async function customerOf(
  m: EntityManager,
  table: 'consents' | 'requests' | 'customer_references',
  id: string,
): Promise<string | undefined> {
  const [row] = await select(m, sql`SELECT customer FROM ${new Sql(table, [])} WHERE id = ${id}`);
  return row === undefined ? undefined : (textOf(row, 'customer') ?? undefined);
}
