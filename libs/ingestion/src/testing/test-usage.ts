import type { KeyRing } from '@hearth/keys';
import { pseudonymOf } from '@hearth/keys';
import { parseReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows } from '@hearth/storage';
import { createIntake } from '../intake/create-intake';
import { customerOf, licenceOf, NOW, uuid, wireReport } from './test-intake';

/** Customers that the fleet has. */
export const CUSTOMERS = 50;

/** One installation for each customer, three for the fifth, and a history for the first. */
export async function seed(usage: RoomDatabase, inbox: RoomDatabase, keys: KeyRing): Promise<void> {
  const intake = createIntake({ usage, inbox, keys, now: () => NOW });
  const since = '2026-01-04T00:00:00Z';
  const history: [string, number][] = [
    ['2026-01-04', 100],
    ['2026-01-05', 150],
    ['2026-01-08', 140],
    ['2026-01-09', 200],
  ];
  const reports = [
    ...history.map(([day, steps], index) =>
      wireReport(index + 1, {
        observedAt: `${day}T08:00:00Z`,
        countersSince: since,
        counters: { 'steps-executed': steps },
      }),
    ),
    // Five points for each of the others.
    ...Array.from({ length: (CUSTOMERS - 1) * 5 }, (_, index) =>
      wireReport(1000 + index, {
        licenceKey: licenceOf(Math.floor(index / 5) + 2),
        installationId: uuid(Math.floor(index / 5) + 2, 2),
        observedAt: `2026-01-${String(6 + (index % 5)).padStart(2, '0')}T08:00:00Z`,
        countersSince: since,
      }),
    ),
    ...[1, 2].map((extra) =>
      wireReport(200 + extra, { licenceKey: licenceOf(5), installationId: uuid(extra, 3) }),
    ),
    wireReport(300, { licenceKey: licenceOf(999) }),
    wireReport(301, {
      observedAt: '2026-01-09T09:00:00Z',
      countersSince: since,
      counters: { 'steps-executed': 200 },
    }),
  ];
  const lines = reports.map((report) => ({
    line: 1,
    bytes: 500,
    product: 'roboserver',
    outcome: parseReport(report, NOW),
    link: null,
  }));
  await intake.submit(lines, '127.0.0.1');
}

/** Publishes scopes of the party par_1, as customer-records would. */
export async function publishScopes(
  usage: RoomDatabase,
  keys: KeyRing,
  scopes: readonly [number, string, number | null][],
): Promise<void> {
  const rows = scopes.map(([number, category, until]) => [
    'par_1',
    pseudonymOf(keys.get('pseudonym'), customerOf(number)),
    category,
    until,
    1,
  ]);
  await usage.write((m) =>
    insertRows(m, 'scope', ['party', 'subject', 'category', 'until_at', 'version'], rows),
  );
}

/** Changes what a customer's agreement limits. */
export async function entitle(
  usage: RoomDatabase,
  keys: KeyRing,
  number: number,
  metrics: readonly string[],
): Promise<void> {
  const subject = pseudonymOf(keys.get('pseudonym'), customerOf(number));
  await usage.write((m) =>
    m.query('UPDATE subjects SET entitled = ? WHERE subject = ?', [JSON.stringify(metrics), subject]),
  );
}
