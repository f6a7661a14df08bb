import { failpoint } from '@hearth/failpoints';
import type { KeyRing } from '@hearth/keys';
import { uuidText } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { upsertRows } from '@hearth/storage';
import { foldCompanyName } from '../domain/company-name';
import type { SightingHalf } from '../domain/sealed-halves';
import { FieldCipher } from './field-cipher';
import type { LicenceHolder } from './inbox';
import { customersByLicence } from './inbox';
import type { Row } from './sql';
import { bytesOf, listOf, select, sql } from './sql';

export interface OpenedSighting {
  readonly id: Buffer;
  readonly receivedAt: number;
  readonly sighting: SightingHalf;
}

/**
 * Files sightings under their customers, encrypted anew under each customer's own key, and gives the ids of those that may
 * leave the inbox. Nothing here touches a customer: a company name other than the recorded one sets the row's mark.
 */
export async function fileSightings(
  personal: RoomDatabase,
  keys: KeyRing,
  sightings: readonly OpenedSighting[],
): Promise<readonly Buffer[]> {
  const holders = await customersByLicence(
    personal,
    keys.get('licence-lookup'),
    sightings.map(({ sighting }) => sighting.licenceKey),
  );
  const customers = await customerRows(personal, [...holders.values()]);
  const cipher = new FieldCipher(keys.get('customer-master'));
  const settled: Buffer[] = [];
  const rows: unknown[][] = [];
  for (const opened of sightings) {
    const holder = holders.get(opened.sighting.licenceKey);
    if (holder === undefined) continue;
    settled.push(opened.id);
    const customer = customers.get(holder.customer);
    // Nothing observed before the agreement began is kept, and nothing of a customer whose data key is destroyed.
    if (opened.sighting.observedAt < holder.startsAt || customer === undefined) continue;
    rows.push(sightingRow(cipher, holder.customer, customer, opened));
  }
  await personal.write(async (m) => {
    await upsertRows(m, 'sightings', COLUMNS, rows, { key: ['id'], update: 'ignore' });
    failpoint('crossing.sightings-inserted');
  });
  return settled;
}

const COLUMNS = [
  'id',
  'customer',
  'installation',
  'company_name',
  'email',
  'address',
  'observed_at',
  'received_at',
  'differs',
];

/** Id, name and wrapped data key of the customers that still have a key. */
async function customerRows(
  personal: RoomDatabase,
  holders: readonly LicenceHolder[],
): Promise<ReadonlyMap<string, Row>> {
  const ids = [...new Set(holders.map(({ customer }) => customer))];
  const rows = await personal.read((m) =>
    select(
      m,
      sql`SELECT c.id, c.company_name, k.wrapped FROM customers c JOIN data_keys k ON k.customer = c.id
        WHERE c.id IN ${listOf(ids)}`,
    ),
  );
  return new Map(rows.map((row) => [String(row['id']), row]));
}

function sightingRow(cipher: FieldCipher, customer: string, row: Row, opened: OpenedSighting): unknown[] {
  const { companyName, email, address, installation, observedAt } = opened.sighting;
  const dataKey = cipher.dataKey(customer, bytesOf(row, 'wrapped') ?? Buffer.alloc(0));
  const reportId = uuidText(opened.id);
  const seal = (column: string, plain: string | undefined) =>
    plain === undefined ? null : cipher.seal(dataKey, plain, { table: 'sightings', column, row: reportId });
  const recorded = cipher.open(row, customer, { table: 'customers', column: 'company_name', row: customer });
  const differs =
    companyName !== undefined &&
    recorded !== null &&
    foldCompanyName(companyName) !== foldCompanyName(recorded);
  return [
    opened.id,
    customer,
    Buffer.from(installation, 'hex'),
    seal('company_name', companyName),
    seal('email', email),
    seal('address', address),
    observedAt,
    opened.receivedAt,
    differs ? 1 : 0,
  ];
}
