import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClaimVerdict, CounterFact, MonthDetail, MonthState, Subject } from '@hearth/catalogue';
import { countsAs, daysBetween, daysOfMonth, standingOf } from '@hearth/catalogue';
import type { RoomDatabase } from '@hearth/storage';
import { selectIn } from '@hearth/storage';
import type { MonthBasis } from '../domain/basis';
import type { DirtyMonth } from '../domain/due';

/** States per statement: a state with many plugins is some ten kilobytes, so this is some ten megabytes at most. */
const STATES_PER_PAGE = 1_000;
/** Installations per statement when facts are read. */
const INSTALLATIONS_PER_PAGE = 1_000;

interface StateRow {
  installation: Buffer;
  subject: Buffer;
  reports: number;
  last_observed: number;
  last_report: Buffer;
  version: string;
  edition: string;
  operating_system: string;
  last_received: number | string;
  state: string;
  needs_confirmation: number;
  verdict: ClaimVerdict | null;
}

interface FactRow {
  installation: Buffer;
  day: number;
  counters_since: number;
  counters: string;
}

/** The revisions by which the roll-up knows what has changed. To be read before the data that they stand for. */
export async function readRevisions(
  usage: RoomDatabase,
): Promise<{ readonly dirty: readonly DirtyMonth[]; readonly subjectsRevision: bigint }> {
  return usage.read(async (m) => {
    const dirty = await m.query<
      { month: number; product: string; revision: number | string; closed_at: number | string | null }[]
    >('SELECT month, product, revision, closed_at FROM dirty_months');
    const stamps = await m.query<{ revision: number | string | null }[]>(
      'SELECT MAX(revision) AS revision FROM subject_stamps',
    );
    return {
      dirty: dirty.map(({ month, product, revision, closed_at: closedAt }) => ({
        month,
        product,
        revision: BigInt(revision),
        closed: closedAt !== null,
      })),
      subjectsRevision: BigInt(stamps[0]?.revision ?? 0),
    };
  });
}

/** Whether rows of a month have begun to go. To be read once more after its data, as retention marks before it removes. */
export async function isClosed(usage: RoomDatabase, month: number, product: string): Promise<boolean> {
  const rows = await usage.read((m) =>
    m.query<unknown[]>(
      'SELECT 1 FROM dirty_months WHERE month = ? AND product = ? AND closed_at IS NOT NULL',
      [month, product],
    ),
  );
  return rows.length > 0;
}

/** The customer base as the usage room knows it: one entry per agreement. */
export async function readSubjects(usage: RoomDatabase): Promise<readonly Subject[]> {
  const rows = await usage.read((m) =>
    m.query<
      {
        subject: Buffer;
        edition: string;
        industry: string | null;
        country: string | null;
        size_band: string | null;
        starts_on: string;
        ends_on: string | null;
      }[]
    >('SELECT subject, edition, industry, country, size_band, starts_on, ends_on FROM subjects'),
  );
  return rows.map((row) => ({
    subject: row.subject.toString('hex'),
    edition: row.edition,
    industry: row.industry,
    country: row.country,
    sizeBand: row.size_band,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  }));
}

/** The states of a product in a month, of the installations that count with their customers, and how many do not. Pages are read one by one, so reports that land meanwhile do not wait. */
export async function readStates(
  usage: RoomDatabase,
  month: number,
  product: string,
): Promise<{ readonly states: readonly MonthState[]; readonly apart: number }> {
  const states: MonthState[] = [];
  let apart = 0;
  let after = Buffer.alloc(0);
  for (;;) {
    const rows = await usage.read((m) =>
      m.query<StateRow[]>(
        'SELECT s.installation, s.subject, s.reports, s.last_observed, s.last_report, s.version, s.edition,' +
          ' s.operating_system, s.last_received, s.state, i.needs_confirmation, k.verdict FROM month_states s' +
          ' JOIN installations i ON i.id = s.installation' +
          ' LEFT JOIN installation_claims k ON k.installation = s.installation' +
          ' WHERE s.month = ? AND s.product = ? AND s.installation > ?' +
          ` ORDER BY s.installation LIMIT ${STATES_PER_PAGE}`,
        [month, product, after],
      ),
    );
    for (const row of rows) {
      if (counts(row)) states.push(stateOf(row, month, product));
      else apart += 1;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < STATES_PER_PAGE) return { states, apart };
    after = Buffer.from(last.installation);
    // On SQLite a reading settles within the turn that it began in; receipts should not wait for all pages.
    await nextTurn();
  }
}

/**
 * The facts of a month, and the last fact before it of each installation and start, for the installations given; and where that
 * one has been removed, what was kept of it to measure from.
 */
export async function readFacts(
  usage: RoomDatabase,
  month: number,
  states: readonly MonthState[],
): Promise<readonly CounterFact[]> {
  const { first, last } = daysOfMonth(month);
  const facts: CounterFact[] = [];
  for (let at = 0; at < states.length; at += INSTALLATIONS_PER_PAGE) {
    const page = states.slice(at, at + INSTALLATIONS_PER_PAGE);
    const installations = page.map((state) => Buffer.from(state.installation, 'hex'));
    const rows = await usage.read(async (m) => [
      ...(await selectIn<FactRow>(
        m,
        'SELECT installation, day, counters_since, counters FROM facts WHERE installation',
        installations,
        'AND day >= ? AND day <= ?',
        { after: [first, last] },
      )),
      ...(await selectIn<FactRow>(
        m,
        'SELECT f.installation, f.day, f.counters_since, f.counters FROM facts f JOIN (' +
          'SELECT installation, counters_since, MAX(day) AS day FROM facts WHERE day < ? AND installation',
        installations,
        'GROUP BY installation, counters_since) p' +
          ' ON p.installation = f.installation AND p.day = f.day AND p.counters_since = f.counters_since',
        { before: [first] },
      )),
    ]);
    for (const row of rows) facts.push(factOf(row));
    const bases = await usage.read((m) =>
      selectIn<FactRow>(
        m,
        'SELECT installation, day, counters_since, counters FROM counter_bases WHERE installation',
        installations,
      ),
    );
    for (const row of bases) facts.push({ ...factOf(row), isBase: true });
  }
  return facts;
}

/** On how many days of a month installations reported, and how many they owed from their first report of the month on. */
export async function readCoverage(
  usage: RoomDatabase,
  month: number,
  states: readonly MonthState[],
): Promise<Omit<MonthBasis, 'apart'>> {
  const { first, last } = daysOfMonth(month);
  let [daysObserved, daysToEnd, reporting] = [0, 0, 0];
  for (let at = 0; at < states.length; at += INSTALLATIONS_PER_PAGE) {
    const page = states.slice(at, at + INSTALLATIONS_PER_PAGE);
    const rows = await usage.read((m) =>
      selectIn<{ days: number; first_day: number }>(
        m,
        'SELECT COUNT(DISTINCT day) AS days, MIN(day) AS first_day FROM facts WHERE installation',
        page.map((state) => Buffer.from(state.installation, 'hex')),
        'AND day >= ? AND day <= ? GROUP BY installation',
        { after: [first, last] },
      ),
    );
    for (const { days, first_day: from } of rows) {
      daysObserved += Number(days);
      daysToEnd += daysBetween(Number(from), last) + 1;
      reporting += 1;
    }
    await nextTurn();
  }
  return { daysObserved, daysToEnd, reporting };
}

/** What nobody has confirmed yet stands apart, and what somebody disowned is left out. */
function counts(row: StateRow): boolean {
  return countsAs(standingOf(row.verdict, Number(row.needs_confirmation) !== 0));
}

function stateOf(row: StateRow, month: number, product: string): MonthState {
  return {
    month,
    product,
    installation: row.installation.toString('hex'),
    subject: row.subject.toString('hex'),
    reports: row.reports,
    lastObserved: Number(row.last_observed),
    lastReport: row.last_report.toString('hex'),
    version: row.version,
    edition: row.edition,
    operatingSystem: row.operating_system,
    lastReceived: Number(row.last_received),
    state: JSON.parse(row.state) as MonthDetail,
  };
}

function factOf(row: FactRow): CounterFact {
  return {
    installation: row.installation.toString('hex'),
    day: row.day,
    countersSince: Number(row.counters_since),
    counters: JSON.parse(row.counters) as CounterFact['counters'],
  };
}
