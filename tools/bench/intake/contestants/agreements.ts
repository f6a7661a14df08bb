import type { KeyRing } from '@hearth/keys';
import { licenceHash, pseudonymOf } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows } from '@hearth/storage';
import { DEALT_AGREEMENT_STARTS_ON } from '../../../verify/dealt-customers';

const COLUMNS = [
  'licence_hash',
  'subject',
  'edition',
  'industry',
  'country',
  'size_band',
  'starts_on',
  'ends_on',
  'entitled',
];

/** Publishes an agreement for each licence key, as the account customer-records would. */
export async function publishAgreements(
  usage: RoomDatabase,
  keys: KeyRing,
  licenceKeys: readonly string[],
): Promise<void> {
  const rows = licenceKeys.map((licenceKey) => [
    licenceHash(keys.get('licence-lookup'), licenceKey),
    pseudonymOf(keys.get('pseudonym'), licenceKey),
    'COMMUNITY',
    '333',
    'DK',
    null,
    DEALT_AGREEMENT_STARTS_ON,
    null,
    '[]',
  ]);
  await usage.write((m) => insertRows(m, 'subjects', COLUMNS, rows));
}
