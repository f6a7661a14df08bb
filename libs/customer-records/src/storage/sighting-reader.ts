import { uuidText } from '@hearth/keys';
import type { EntityManager } from 'typeorm';
import type { ReadingParts } from './customer-reader';
import { bytesOf, listOf, select, sql } from './sql';

/** The address of the latest sighting of each installation, for the customers on which the reader may have addresses. */
export async function addressesOf(
  parts: ReadingParts,
  m: EntityManager,
  installations: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await select(
    m,
    sql`SELECT * FROM (
      SELECT t.id, t.installation, t.customer, t.address, k.wrapped,
        ROW_NUMBER() OVER (PARTITION BY t.installation ORDER BY t.observed_at DESC, t.id DESC) AS place
      FROM sightings t JOIN customers c ON c.id = t.customer LEFT JOIN data_keys k ON k.customer = t.customer
      WHERE t.installation IN ${listOf(installations.map((hex) => Buffer.from(hex, 'hex')))}
        AND t.address IS NOT NULL AND ${parts.guard.granted('user.device.ip_address')}
    ) x WHERE x.place = 1`,
  );
  const found = new Map<string, string>();
  for (const row of rows) {
    const id = bytesOf(row, 'id');
    const installation = bytesOf(row, 'installation');
    if (id === null || installation === null) continue;
    const place = { table: 'sightings', column: 'address', row: uuidText(id) } as const;
    const address = parts.cipher.open(row, String(row['customer']), place);
    if (address !== null) found.set(installation.toString('hex'), address);
  }
  return found;
}
