import { hmac } from '@hearth/keys';
import { insertRows, lockForUpdate } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Written } from '../domain/case-store';
import { keyedCustomer, notFound } from './keyed-customer';
import { dropScopes, lockCustomer, markScopes } from './own-scopes';
import { markChanged } from './outbox';
import type { PublicationParts } from './publication-parts';
import type { WriterParts } from './record-writer';
import { mirrorScopes } from './scope-mirror';
import { bytesOf, name, run, select, Sql, sql } from './sql';

/** Every table with rows of a customer but requests, which stay without their words, and scopes, which are dropped apart. */
const TABLES_OF_A_CUSTOMER = [
  'contacts',
  'agreements',
  'sightings',
  'consents',
  'customer_references',
  'published_references',
] as const;

/** The keyed digest by which the record of a system is known again after its customer was erased. */
export function recordDigest(key: Buffer, client: string, externalKey: string): Buffer {
  return hmac(key, 'hearth/erased-record/v1', `${client}\0${externalKey}`);
}

/** Whether a system's record was erased: it is not to come back with the next nightly run. */
export async function wasErased(m: EntityManager, digest: Buffer): Promise<boolean> {
  const rows = await select(m, sql`SELECT customer FROM erasures WHERE record_digest = ${digest}`);
  return rows.length > 0;
}

/**
 * Erases a customer in one unit: its data key is overwritten and gone, and with it whatever a copy of a row may hold; the rows
 * go too, for what stands in them in the clear. Publication does the rest in the other rooms, and the row in `erasures` keeps
 * it at that until it is done. A repeat finds that row and changes nothing.
 */
export async function eraseCustomer(
  o: WriterParts,
  m: EntityManager,
  customer: string,
  request: string,
): Promise<Written> {
  // Locked first: of two who erase at once, the second finds what the first has done.
  await lockCustomer(m, customer, new Sql(lockForUpdate(m), []));
  const [erased] = await select(m, sql`SELECT request FROM erasures WHERE customer = ${customer}`);
  if (erased !== undefined) {
    if (erased['request'] !== request) throw notFound('case');
    return { id: request, customer };
  }
  const { row } = await keyedCustomer(o, m, customer, 'case');
  const [open] = await select(
    m,
    sql`SELECT id FROM requests
      WHERE id = ${request} AND customer = ${customer} AND kind = 'ERASURE' AND answered_at IS NULL`,
  );
  if (open === undefined) throw notFound('case');
  const now = o.now();
  const digest = recordDigest(
    o.keys.get('name-index'),
    String(row['recorded_by']),
    String(row['external_key']),
  );
  await insertRows(
    m,
    'erasures',
    ['customer', 'request', 'record_digest', 'erased_at', 'finished_at'],
    [[customer, request, digest, now, null]],
  );
  const spent = Buffer.alloc(bytesOf(row, 'wrapped')?.length ?? 0);
  await run(m, sql`UPDATE data_keys SET wrapped = ${spent} WHERE customer = ${customer}`);
  await run(m, sql`DELETE FROM data_keys WHERE customer = ${customer}`);
  await run(
    m,
    sql`DELETE FROM entitlements WHERE agreement IN (SELECT id FROM agreements WHERE customer = ${customer})`,
  );
  for (const table of TABLES_OF_A_CUSTOMER) {
    await run(m, sql`DELETE FROM ${name(table)} WHERE customer = ${customer}`);
  }
  await dropScopes(m, customer);
  await run(m, sql`DELETE FROM customers WHERE id = ${customer}`);
  await run(
    m,
    sql`UPDATE requests SET text = NULL, answer = NULL, answered_at = COALESCE(answered_at, ${now})
      WHERE customer = ${customer}`,
  );
  await markChanged(m, customer, now);
  await markScopes(m, customer, now);
  return { id: request, customer };
}

/**
 * What of an erasure lies in other rooms: scopes under the pseudonym, assignments and scopes in the access room, and the key
 * of the customer's commitments in the record of releases. Subjects have gone with the publication before. Each step can be
 * repeated; an erasure is finished when all were done.
 */
export async function finishErasures(o: PublicationParts): Promise<void> {
  const waiting = await o.personal.read((m) =>
    select(m, sql`SELECT customer FROM erasures WHERE finished_at IS NULL ORDER BY customer`),
  );
  for (const customer of waiting.map((row) => String(row['customer']))) {
    await mirrorScopes({ ...o, customers: [customer] });
    await o.access.write(async (m) => {
      await run(m, sql`DELETE FROM assignments WHERE customer = ${customer}`);
      await dropScopes(m, customer);
      // The entries of the record stay as they are; without its key nobody can tell which of them were about this customer.
      await run(m, sql`DELETE FROM commitment_keys WHERE customer = ${customer}`);
    });
    await o.personal.write(async (m) => {
      // A crossing that had looked before the erasure may have filed a sighting after it.
      await run(m, sql`DELETE FROM sightings WHERE customer = ${customer}`);
      await run(m, sql`UPDATE erasures SET finished_at = ${o.now()} WHERE customer = ${customer}`);
    });
  }
}
