import type { KeyRing } from '@hearth/keys';
import { licenceHash, pseudonymOf } from '@hearth/keys';
import type { WireReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows } from '@hearth/storage';

/** A fixed clock for tests: 15 January 2026, noon. */
export const NOW = Date.UTC(2026, 0, 15, 12);

/** A UUID that counts. */
export function uuid(number: number, family = 1): string {
  return `00000000-0000-7000-800${family}-${number.toString(16).padStart(12, '0')}`;
}

/** A RoboServer's report as it travels. */
export function wireReport(number: number, changes: Partial<WireReport> = {}): WireReport {
  return {
    schema: 1,
    id: uuid(number),
    installationId: uuid(1, 2),
    sequence: number,
    product: 'roboserver',
    version: '10.3.0',
    edition: 'ENTERPRISE',
    reason: 'daily',
    observedAt: '2026-01-10T08:00:00Z',
    countersSince: '2026-01-10T00:00:00Z',
    counters: { 'steps-executed': 100 },
    gauges: { 'domains-accessed': 3 },
    breakdowns: { 'robots-by-trigger': { schedule: 4, api: 2 } },
    server: { cpus: 8, operatingSystem: 'Linux' },
    contact: { companyName: 'Ashgrove Optics', email: 'ops@ashgrove.example' },
    licenceKey: licenceOf(1),
    policyVersion: '2026.1',
    ...changes,
  };
}

/** The licence key of an invented customer. */
export function licenceOf(customer: number): string {
  return `HEARTH-TEST-${String(customer).padStart(4, '0')}`;
}

/** The id of an invented customer. */
export function customerOf(customer: number): string {
  return `cus_${String(customer).padStart(22, '0')}`;
}

/** An agreement as customer-records publishes it to the usage room. */
export interface TestSubject {
  readonly customer: number;
  readonly startsOn?: string;
  readonly entitled?: readonly string[];
  readonly needsConfirmation?: boolean;
}

/** Publishes agreements, as the account customer-records would. */
export async function publishSubjects(
  usage: RoomDatabase,
  keys: KeyRing,
  subjects: readonly TestSubject[],
): Promise<void> {
  const columns = [
    'licence_hash',
    'subject',
    'edition',
    'industry',
    'country',
    'size_band',
    'starts_on',
    'ends_on',
    'entitled',
    'needs_confirmation',
  ];
  const rows = subjects.map(({ customer, startsOn, entitled, needsConfirmation }) => [
    licenceHash(keys.get('licence-lookup'), licenceOf(customer)),
    pseudonymOf(keys.get('pseudonym'), customerOf(customer)),
    'ENTERPRISE',
    '333',
    'DK',
    null,
    startsOn ?? '2025-01-01',
    null,
    JSON.stringify(entitled ?? ['steps-executed', 'cpus']),
    needsConfirmation ? 1 : 0,
  ]);
  await usage.write((m) => insertRows(m, 'subjects', columns, rows));
}

/** The rows of a table, bytes as hexadecimal, in an order of their own content. */
export async function rowsOf(database: RoomDatabase, table: string): Promise<string[]> {
  const rows = await database.read((m) => m.query<Record<string, unknown>[]>(`SELECT * FROM ${table}`));
  return rows
    .map((row) =>
      JSON.stringify(row, (_key, value: unknown) =>
        typeof value === 'object' && value !== null && (value as { type?: string }).type === 'Buffer'
          ? Buffer.from((value as { data: number[] }).data).toString('hex')
          : value,
      ),
    )
    .sort();
}
