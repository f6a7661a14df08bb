import { createHash } from 'node:crypto';
import type { ClaimVerdict, DayFact, MonthState, Observation } from '@hearth/catalogue';
import { dayFactOf, mergeDayFact, mergeMonthState, monthStateOf } from '@hearth/catalogue';
import type { DatabaseTarget, RoomDatabase } from '@hearth/storage';
import { openDatabase, upsertRows } from '@hearth/storage';

/** A report of the small fleet: installation n of product p, belonging to customer c. */
export interface SmallReport {
  readonly installation: number;
  readonly customer: number;
  readonly observedAt: number;
  readonly product?: 'roboserver' | 'jenkins';
  readonly version?: string;
  readonly edition?: string;
  readonly countersSince?: number;
  readonly counters?: Readonly<Record<string, string>>;
  readonly gauges?: Readonly<Record<string, string>>;
  readonly breakdowns?: Observation['breakdowns'];
  readonly dimensions?: Observation['dimensions'];
  /** Whether its agreement wants it confirmed; it does not unless said. */
  readonly needsConfirmation?: boolean;
}

export interface SmallAgreement {
  readonly customer: number;
  readonly industry: string | null;
  readonly country?: string | null;
  readonly sizeBand?: string | null;
  readonly edition?: string;
  readonly startsOn?: string;
  readonly endsOn?: string | null;
}

const hex = (text: string, bytes: number): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);
const bin = (text: string): Buffer => Buffer.from(text, 'hex');
export const subjectOf = (customer: number): string => hex(`subject ${customer}`, 16);

const installationOf = (installation: number, product: string): string =>
  hex(`installation ${installation} ${product}`, 16);

/** Says of an installation whose it is, as the graph does, and marks the months that it has reported in. */
export async function claimInstallation(
  usage: RoomDatabase,
  number: number,
  verdict: ClaimVerdict,
  product = 'roboserver',
): Promise<void> {
  const installation = bin(installationOf(number, product));
  await usage.write(async (m) => {
    await upsertRows(
      m,
      'installation_claims',
      ['installation', 'subject', 'verdict', 'audience', 'claimed_at'],
      [[installation, bin(subjectOf(1)), verdict, 'customer', 0]],
      { key: ['installation'], update: ['verdict'] },
    );
    const days = await m.query<{ day: number }[]>('SELECT DISTINCT day FROM facts WHERE installation = ?', [
      installation,
    ]);
    const months = [...new Set(days.map(({ day }) => Math.floor(day / 100)))].sort();
    await upsertRows(
      m,
      'dirty_months',
      ['month', 'product', 'revision'],
      months.map((month) => [month, product, 1]),
      { key: ['month', 'product'], update: { revision: 'add' } },
    );
  });
}

/** Writes into the usage room what the intake makes of a report, and marks the month dirty in the same transaction. */
export async function landReport(usage: RoomDatabase, report: SmallReport): Promise<void> {
  const product = report.product ?? 'roboserver';
  const installation = installationOf(report.installation, product);
  const observation: Observation = {
    id: hex(JSON.stringify(report), 16),
    product,
    version: report.version ?? '10.0',
    edition: report.edition ?? 'enterprise',
    observedAt: report.observedAt,
    countersSince: report.countersSince ?? 0,
    counters: report.counters ?? {},
    gauges: report.gauges ?? {},
    breakdowns: report.breakdowns ?? {},
    dimensions: report.dimensions ?? {},
    server: { operatingSystem: 'Linux' },
  };
  const subject = subjectOf(report.customer);
  await usage.write(async (m) => {
    const state = monthStateOf(observation, installation, subject, report.observedAt);
    const fact = dayFactOf(observation, installation, subject, report.observedAt);
    // The mark comes first: on MySQL its row lock makes writers of one month take turns.
    await upsertRows(m, 'dirty_months', ['month', 'product', 'revision'], [[state.month, product, 1]], {
      key: ['month', 'product'],
      update: { revision: 'add' },
    });
    await writeInstallation(usage, state, report.needsConfirmation ?? false);
    const [known] = await m.query<Record<string, never>[]>(
      'SELECT * FROM month_states WHERE month = ? AND installation = ?',
      [state.month, bin(installation)],
    );
    const [seen] = await m.query<Record<string, never>[]>(
      'SELECT * FROM facts WHERE installation = ? AND day = ? AND counters_since = ?',
      [bin(installation), fact.day, fact.countersSince],
    );
    await writeState(usage, known ? mergeMonthState(stateOfRow(known, state), state) : state);
    await writeFact(usage, seen ? mergeDayFact(factOfRow(seen, fact), fact) : fact);
  });
}

/** Publishes the customer base anew, as customer-records does, and raises the stamp. */
export async function publishAgreements(
  usage: RoomDatabase,
  agreements: readonly SmallAgreement[],
): Promise<void> {
  await usage.write(async (m) => {
    await m.query('DELETE FROM subjects');
    await upsertRows(
      m,
      'subjects',
      [
        'licence_hash',
        'subject',
        'edition',
        'industry',
        'country',
        'size_band',
        'starts_on',
        'ends_on',
        'entitled',
      ],
      agreements.map((agreement, i) => [
        bin(hex(`licence ${i} ${agreement.customer}`, 32)),
        bin(subjectOf(agreement.customer)),
        agreement.edition ?? 'enterprise',
        agreement.industry,
        agreement.country ?? 'US',
        agreement.sizeBand ?? '50-249',
        agreement.startsOn ?? '2009-01-01',
        agreement.endsOn ?? null,
        '[]',
      ]),
      { key: ['licence_hash'], update: 'ignore' },
    );
    await upsertRows(m, 'subject_stamps', ['id', 'revision'], [[1, 1]], {
      key: ['id'],
      update: { revision: 'add' },
    });
  });
}

/** Empties tables by an account that may. */
export async function emptyTables(target: DatabaseTarget, tables: readonly string[]): Promise<void> {
  const database = await openDatabase({ target, entities: [] });
  await database.write(async (m) => {
    for (const table of tables) await m.query(`DELETE FROM ${table}`);
  });
  await database.close();
}

async function writeInstallation(usage: RoomDatabase, state: MonthState, apart: boolean): Promise<void> {
  const { installation, subject, product, version, edition, operatingSystem, lastObserved } = state;
  const columns = [
    ...['id', 'subject', 'reported_id', 'product', 'version', 'edition', 'operating_system', 'first_seen'],
    ...['last_seen', 'last_report', 'identity_digest', 'needs_confirmation', 'last_received'],
  ];
  const row = [
    ...[bin(installation), bin(subject), bin(installation), product, version, edition, operatingSystem],
    ...[lastObserved, lastObserved, bin(state.lastReport), bin(installation), apart ? 1 : 0, lastObserved],
  ];
  await usage.write((m) => upsertRows(m, 'installations', columns, [row], { key: ['id'], update: 'ignore' }));
}

async function writeState(usage: RoomDatabase, state: MonthState): Promise<void> {
  const columns = [
    'reports',
    'last_observed',
    'last_report',
    'version',
    'edition',
    'operating_system',
    'last_received',
    'state',
  ];
  await usage.write((m) =>
    upsertRows(
      m,
      'month_states',
      ['month', 'installation', 'subject', 'product', ...columns],
      [
        [
          ...[state.month, bin(state.installation), bin(state.subject), state.product, state.reports],
          ...[state.lastObserved, bin(state.lastReport), state.version, state.edition],
          ...[state.operatingSystem, state.lastReceived, JSON.stringify(state.state)],
        ],
      ],
      { key: ['month', 'installation'], update: columns },
    ),
  );
}

async function writeFact(usage: RoomDatabase, fact: DayFact): Promise<void> {
  const columns = ['counters', 'gauges', 'last_observed', 'last_report', 'reports', 'last_received'];
  await usage.write((m) =>
    upsertRows(
      m,
      'facts',
      ['installation', 'day', 'counters_since', 'subject', 'product', ...columns],
      [
        [
          ...[bin(fact.installation), fact.day, fact.countersSince, bin(fact.subject), fact.product],
          ...[JSON.stringify(fact.counters), JSON.stringify(fact.gauges)],
          ...[fact.lastObserved, bin(fact.lastReport), fact.reports, fact.lastReceived],
        ],
      ],
      { key: ['installation', 'day', 'counters_since'], update: columns },
    ),
  );
}

interface StateRow {
  reports: number;
  last_observed: number;
  last_report: Buffer;
  version: string;
  edition: string;
  operating_system: string;
  state: string;
}

function stateOfRow(found: object, like: MonthState): MonthState {
  const row = found as StateRow;
  return {
    ...like,
    reports: row.reports,
    lastObserved: Number(row.last_observed),
    lastReport: row.last_report.toString('hex'),
    version: row.version,
    edition: row.edition,
    operatingSystem: row.operating_system,
    state: JSON.parse(row.state) as MonthState['state'],
  };
}

function factOfRow(found: object, like: DayFact): DayFact {
  const row = found as StateRow & { counters: string; gauges: string };
  return {
    ...like,
    counters: JSON.parse(row.counters) as DayFact['counters'],
    gauges: JSON.parse(row.gauges) as DayFact['gauges'],
    lastObserved: Number(row.last_observed),
    lastReport: row.last_report.toString('hex'),
    reports: row.reports,
  };
}
