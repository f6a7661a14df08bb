import type { DayFact, MonthState } from '@hearth/catalogue';
import { dayFactOf, dayOf, isLate, mergeDayFact, mergeMonthState, monthStateOf } from '@hearth/catalogue';
import type { Candidate, ReportLink } from './candidate';
import type { InstallationState } from './installation';
import { installationOf, mergeInstallations } from './installation';
import type { CountedCandidate } from './judge-group';

/** Why figures of a day changed after it had closed. */
export type CorrectionReason = 'late-report' | 'held-report' | 'confirmed' | 'not-mine';

/** Changes to one day after it had closed, for one reason. */
export interface Correction {
  readonly day: number;
  readonly product: string;
  readonly reason: CorrectionReason;
  readonly count: number;
}

/** One link of an installation's chain. */
export interface ChainLink {
  readonly candidate: Candidate;
  readonly link: ReportLink;
  readonly installation: string;
}

/** What the counted reports of a group add up to, before it meets what is stored. Each list is sorted by its table's key. */
export interface Gathered {
  readonly installations: readonly InstallationState[];
  readonly facts: readonly DayFact[];
  readonly months: readonly MonthState[];
  /** Months that a roll-up must compute again, each once. */
  readonly dirty: readonly { readonly month: number; readonly product: string }[];
  readonly links: readonly ChainLink[];
  readonly corrections: readonly Correction[];
}

/** The key under which a fact is stored, as text that sorts as the table's key does. */
export function factKey(fact: Pick<DayFact, 'installation' | 'day' | 'countersSince'>): string {
  return `${fact.installation}/${fact.day}/${fact.countersSince}`;
}

/** The key under which a month state is stored, as text. */
export function monthKey(state: Pick<MonthState, 'month' | 'installation'>): string {
  return `${state.month}/${state.installation}`;
}

function fold<T>(rows: Map<string, T>, key: string, row: T, merge: (a: T, b: T) => T): void {
  const before = rows.get(key);
  rows.set(key, before === undefined ? row : merge(before, row));
}

function sorted<T>(rows: ReadonlyMap<string, T>): T[] {
  return [...rows.keys()].sort().map((key) => rows.get(key) as T);
}

/** Why a report changes a day that had closed; undefined where it comes in time. What was held until now was received in time. */
function correctionReason({ counted, receivedAt, resubmitted, replayed }: Candidate, now: number) {
  if (isLate(counted.observedAt, receivedAt)) return 'late-report';
  return (resubmitted || replayed) && isLate(counted.observedAt, now) ? 'held-report' : undefined;
}

/** Adds the reports of a group up by installation, day and month. `now` is UTC milliseconds. */
export function gatherCounted(counted: readonly CountedCandidate[], now: number): Gathered {
  const installations = new Map<string, InstallationState>();
  const facts = new Map<string, DayFact>();
  const months = new Map<string, MonthState>();
  const dirty = new Map<string, { month: number; product: string }>();
  const links = new Map<string, ChainLink>();
  const corrections = new Map<string, Correction>();
  for (const one of counted) {
    const { candidate, subject, installation } = one;
    const half = candidate.counted;
    fold(installations, installation, installationOf(one), mergeInstallations);
    const fact = dayFactOf(half, installation, subject, candidate.receivedAt);
    fold(facts, factKey(fact), fact, mergeDayFact);
    const month = monthStateOf(half, installation, subject, candidate.receivedAt);
    fold(months, monthKey(month), month, mergeMonthState);
    dirty.set(`${month.month}/${half.product}`, { month: month.month, product: half.product });
    if (candidate.link !== null) {
      const { link } = candidate;
      links.set(`${installation}/${candidate.key}`, { candidate, link, installation });
    }
    const reason = correctionReason(candidate, now);
    if (reason === undefined) continue;
    const day = dayOf(half.observedAt);
    fold(
      corrections,
      `${day}/${half.product}/${reason}`,
      { day, product: half.product, reason, count: 1 },
      (a, b) => ({ ...a, count: a.count + b.count }),
    );
  }
  return {
    installations: sorted(installations),
    facts: sorted(facts),
    months: sorted(months),
    dirty: sorted(dirty),
    links: sorted(links),
    corrections: sorted(corrections),
  };
}
