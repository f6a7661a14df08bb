import { newId } from '@hearth/keys';
import { insertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Written } from '../domain/case-store';
import type { CheckedConsent } from '../domain/consents';
import { RecordsFault } from '../domain/faults';
import { CONSENTS_PER_CUSTOMER_MAX } from '../domain/limits';
import { notFound, ownCustomer } from './keyed-customer';
import { deriveConsentScopes, markScopes } from './own-scopes';
import type { WriterParts } from './record-writer';
import { run, select, sql } from './sql';

const COLUMNS = [
  'id',
  'customer',
  'party',
  'purpose',
  'categories',
  'text',
  'from_at',
  'until_at',
  'granted_at',
  'withdrawn_at',
];

/** Records a consent and opens its scopes in one unit: the storage door sees them with the next read. */
export async function grantConsent(
  o: WriterParts,
  m: EntityManager,
  consent: CheckedConsent,
): Promise<Written> {
  const customer = await ownCustomer(o, m, 'customer');
  const given = await select(m, sql`SELECT id FROM consents WHERE customer = ${customer.id}`);
  if (given.length >= CONSENTS_PER_CUSTOMER_MAX) {
    throw new RecordsFault('CONFLICT', 'input', `at most ${CONSENTS_PER_CUSTOMER_MAX} consents`);
  }
  const id = newId('cnt');
  const now = o.now();
  const text = customer.cipher.seal(customer.dataKey, consent.text, {
    table: 'consents',
    column: 'text',
    row: id,
  });
  const { party, purpose, categories, from, until } = consent;
  await insertRows(m, 'consents', COLUMNS, [
    [id, customer.id, party, purpose, categories.join(','), text, from, until ?? null, now, null],
  ]);
  await deriveConsentScopes(m, customer.id, now);
  await markScopes(m, customer.id, now);
  return { id, customer: customer.id };
}

/** Ends a consent and whatever it alone held open, in one unit: the very next read is refused. */
export async function withdrawConsent(o: WriterParts, m: EntityManager, id: string): Promise<Written> {
  const customer = await ownCustomer(o, m, 'id');
  const [row] = await select(
    m,
    sql`SELECT withdrawn_at FROM consents WHERE id = ${id} AND customer = ${customer.id}`,
  );
  if (row === undefined) throw notFound('id');
  const now = o.now();
  if (row['withdrawn_at'] === null) {
    await run(m, sql`UPDATE consents SET withdrawn_at = ${now} WHERE id = ${id}`);
    await deriveConsentScopes(m, customer.id, now);
    await markScopes(m, customer.id, now);
  }
  return { id, customer: customer.id };
}
