import type { DayFact, MonthState } from '@hearth/catalogue';
import { dayFactOf, mergeDayFact, mergeMonthState, monthStateOf } from '@hearth/catalogue';
import type { InstallationState } from './installation';
import { installationOf, mergeInstallations } from './installation';
import type { CountedCandidate } from './judge-group';

/** What the counted reports of a group add up to, before it meets what is stored. Each list is sorted by its table's key. */
export interface Gathered {
  readonly installations: readonly InstallationState[];
  readonly facts: readonly DayFact[];
  readonly months: readonly MonthState[];
  /** Months that a roll-up must compute again, each once. */
  readonly dirty: readonly { readonly month: number; readonly product: string }[];
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

/** Adds the reports of a group up by installation, day and month. */
export function gatherCounted(counted: readonly CountedCandidate[]): Gathered {
  const installations = new Map<string, InstallationState>();
  const facts = new Map<string, DayFact>();
  const months = new Map<string, MonthState>();
  const dirty = new Map<string, { month: number; product: string }>();
  for (const { candidate, subject, installation } of counted) {
    const half = candidate.counted;
    const state = installationOf(half, installation, subject, candidate.identityDigest);
    fold(installations, installation, state, mergeInstallations);
    const fact = dayFactOf(half, installation, subject);
    fold(facts, factKey(fact), fact, mergeDayFact);
    const month = monthStateOf(half, installation, subject);
    fold(months, monthKey(month), month, mergeMonthState);
    dirty.set(`${month.month}/${half.product}`, { month: month.month, product: half.product });
  }
  return {
    installations: sorted(installations),
    facts: sorted(facts),
    months: sorted(months),
    dirty: sorted(dirty),
  };
}
