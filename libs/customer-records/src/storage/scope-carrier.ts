import { lockForUpdate, upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { PUBLICATION_BATCH } from '../domain/limits';
import type { OwnScope } from './own-scopes';
import { deriveConsentScopes, lockCustomer, OWN_SCOPES, ownScopes, waitsToBegin } from './own-scopes';
import type { PublicationParts } from './publication-parts';
import { run, select, Sql, sql } from './sql';

/**
 * Carries the scopes of cases and consents to the access room, whose table the gateway and the subgraphs ask. A customer
 * leaves the outbox when what was written is what was marked, so a crash between the two rooms is mended by the next run; one
 * whose consent has still to begin stays until it does. Each row carries its version, and an older one never undoes a newer.
 */
export async function carryScopes(o: PublicationParts): Promise<void> {
  let after = '';
  for (;;) {
    const marked = await o.personal.read((m) =>
      select(
        m,
        sql`SELECT customer, CAST(revision AS CHAR) AS revision FROM scope_outbox
          WHERE customer > ${after} ORDER BY customer LIMIT ${PUBLICATION_BATCH}`,
      ),
    );
    const last = marked.at(-1);
    if (last === undefined) return;
    after = String(last['customer']);
    for (const row of marked) await carryOne(o, String(row['customer']), String(row['revision']));
  }
}

async function carryOne(o: PublicationParts, customer: string, revision: string): Promise<void> {
  const now = o.now();
  const scopes = await o.personal.write(async (m) => {
    const known = await lockCustomer(m, customer, new Sql(lockForUpdate(m), []));
    if (!known) return [];
    await deriveConsentScopes(m, customer, now);
    return ownScopes(m, customer);
  });
  await o.access.write((m) => writeAccessScopes(m, customer, scopes));
  await o.personal.write(async (m) => {
    if (await waitsToBegin(m, customer, now)) return;
    await run(
      m,
      sql`DELETE FROM scope_outbox WHERE customer = ${customer} AND revision = ${BigInt(revision)}`,
    );
  });
}

async function writeAccessScopes(
  m: EntityManager,
  customer: string,
  scopes: readonly OwnScope[],
): Promise<void> {
  // No scope of our own goes but with its customer: one that ends keeps its row.
  if (scopes.length === 0) {
    await run(m, sql`DELETE FROM scope WHERE customer = ${customer} AND ${OWN_SCOPES}`);
    return;
  }
  const rows = scopes.map((s) => [s.party, customer, s.category, s.until, s.version]);
  await upsertRows(m, 'scope', ['party', 'customer', 'category', 'until_at', 'version'], rows, {
    key: ['party', 'customer', 'category'],
    update: 'ignore',
  });
  for (const { party, category, until, version } of scopes) {
    await run(
      m,
      sql`UPDATE scope SET until_at = ${until}, version = ${version}
        WHERE party = ${party} AND customer = ${customer} AND category = ${category} AND version < ${version}`,
    );
  }
}
