import { insertRows, isUniqueViolation, lockForUpdate, selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Term } from '../domain/term';
import { dayAt, dayIndex, scopeNow } from '../domain/term';

/** What a run of publication did. */
export interface ScopePublication {
  /** The customers whose scopes were written or found written. */
  readonly customers: readonly string[];
}

/** What publication needs: both rooms, as the account of partner-access. */
export interface PublishScopesOptions {
  readonly access: RoomDatabase;
  readonly personal: RoomDatabase;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told of each step's customers before the outbox forgets them; when it fails, the step is done again later. */
  readonly onPublished?: ((customers: readonly string[]) => Promise<void>) | undefined;
}

interface Waiting {
  readonly partner: string;
  readonly customer: string;
  readonly revision: number;
}

interface ScopeRow {
  readonly until: number | null;
}

// As many as one short transaction in the personal room takes.
const STEP = 500;

// A scope also changes by the calendar alone, when a later term begins, so its version grows with the revision first
// and the day second. 100,000 days from 1970 end in 2243, and leave room for 90 thousand million revisions.
const DAYS = 100_000;

/**
 * Carries what the outbox holds into the scopes of the personal room: one row per partner and customer, category `*`, until
 * the assignment or the contract ends, whichever is first. Each step can be repeated, and an older one never undoes a
 * newer. An assignment that has not begun stays in the outbox until it does.
 */
export async function publishScopes(options: PublishScopesOptions): Promise<ScopePublication> {
  const customers = new Set<string>();
  let after: Waiting | undefined;
  for (;;) {
    const step = await waitingAfter(options.access, after);
    if (step.length === 0) return { customers: [...customers] };
    after = step.at(-1);
    for (const customer of await publishStep(options, step)) customers.add(customer);
  }
}

async function publishStep(
  options: PublishScopesOptions,
  step: readonly Waiting[],
): Promise<readonly string[]> {
  const { access, personal, now } = options;
  const terms = await termsOf(access, step);
  const write = () => personal.write((m) => writeScopes(m, step, terms, now()));
  // Where another process wrote a first scope in the same moment, the second look finds it there.
  const { settled, touched } = await write().catch((error: unknown) => {
    if (isUniqueViolation(error)) return write();
    throw error;
  });
  if (touched.length > 0) await options.onPublished?.(touched);
  await forget(access, settled);
  return touched;
}

async function writeScopes(
  m: EntityManager,
  step: readonly Waiting[],
  terms: ReadonlyMap<string, HeldTerms>,
  at: number,
): Promise<{ readonly settled: readonly Waiting[]; readonly touched: readonly string[] }> {
  const today = dayAt(at);
  const scopes = await scopesOf(m, step);
  const fresh: unknown[][] = [];
  const settled: Waiting[] = [];
  const touched = new Set<string>();
  for (const one of step) {
    const held = terms.get(pairKey(one));
    const scope = scopeNow(held?.terms ?? [], held?.contractEndsOn ?? null, today);
    const standing = scopes.get(pairKey(one));
    const version = one.revision * DAYS + dayIndex(today);
    // A scope that closes keeps its row, with an end that has passed, so that whoever mirrors it sees the change.
    const until = scope.open ? scope.untilAt : Math.min(standing?.until ?? at, at);
    const differs = standing === undefined ? scope.open : standing.until !== until;
    if (differs && standing === undefined) {
      fresh.push([one.partner, one.customer, '*', until, version]);
    } else if (differs) {
      await m.query(
        "UPDATE scope SET until_at = ?, version = ? WHERE party = ? AND customer = ? AND category = '*' AND version < ?",
        [until, version, one.partner, one.customer, version],
      );
    }
    if (differs || !scope.changesLater) touched.add(one.customer);
    if (!scope.changesLater) settled.push(one);
  }
  await insertRows(m, 'scope', ['party', 'customer', 'category', 'until_at', 'version'], fresh);
  return { settled, touched: [...touched] };
}

async function scopesOf(m: EntityManager, step: readonly Waiting[]): Promise<Map<string, ScopeRow>> {
  interface Row {
    readonly party: string;
    readonly customer: string;
    readonly until_at: number | string | null;
  }
  const rows = await selectIn<Row>(
    m,
    "SELECT party, customer, until_at FROM scope WHERE category = '*' AND customer",
    [...new Set(step.map(({ customer }) => customer))],
    lockForUpdate(m),
  );
  return new Map(
    rows.map(({ party, customer, until_at: until }) => [
      pairKey({ partner: party, customer }),
      { until: until === null ? null : Number(until) },
    ]),
  );
}

async function waitingAfter(access: RoomDatabase, after: Waiting | undefined): Promise<readonly Waiting[]> {
  const partner = after?.partner ?? '';
  const rows = await access.read((m) =>
    m.query<{ partner: string; customer: string; revision: unknown }[]>(
      `SELECT partner, customer, revision FROM outbox
       WHERE partner > ? OR (partner = ? AND customer > ?) ORDER BY partner, customer LIMIT ?`,
      [partner, partner, after?.customer ?? '', STEP],
    ),
  );
  return rows.map((row) => ({ ...row, revision: Number(row.revision) }));
}

interface HeldTerms {
  readonly terms: Term[];
  readonly contractEndsOn: string | null;
}

async function termsOf(access: RoomDatabase, step: readonly Waiting[]): Promise<Map<string, HeldTerms>> {
  interface Row {
    readonly partner: string;
    readonly customer: string;
    readonly starts_on: string;
    readonly ends_on: string | null;
    readonly contract_ends_on: string | null;
  }
  const rows = await access.read((m) =>
    selectIn<Row>(
      m,
      `SELECT a.partner, a.customer, a.starts_on, a.ends_on, p.contract_ends_on
       FROM assignments a JOIN partners p ON p.id = a.partner WHERE a.customer`,
      [...new Set(step.map(({ customer }) => customer))],
    ),
  );
  const held = new Map<string, HeldTerms>();
  for (const row of rows) {
    const key = pairKey(row);
    const known = held.get(key) ?? { terms: [], contractEndsOn: row.contract_ends_on };
    known.terms.push({ startsOn: row.starts_on, endsOn: row.ends_on });
    held.set(key, known);
  }
  return held;
}

// Only what was published goes: a revision that came in the meantime stays.
async function forget(access: RoomDatabase, settled: readonly Waiting[]): Promise<void> {
  const groups = new Map<string, Waiting[]>();
  for (const one of settled) {
    const key = `${one.partner} ${String(one.revision)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  await access.write(async (m) => {
    for (const group of groups.values()) {
      const [first] = group;
      if (!first) continue;
      const list = group.map(() => '?').join(', ');
      await m.query(`DELETE FROM outbox WHERE partner = ? AND revision = ? AND customer IN (${list})`, [
        first.partner,
        first.revision,
        ...group.map(({ customer }) => customer),
      ]);
    }
  });
}

function pairKey(pair: { readonly partner: string; readonly customer: string }): string {
  return `${pair.partner} ${pair.customer}`;
}
