const DAY_MS = 86_400_000;

/** Days from first to last, both included, `YYYY-MM-DD` in UTC; without a last day it goes on. */
export interface Term {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function dayAt(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Days since 1 January 1970 of a day. */
export function dayIndex(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** The earlier of two last days, of which either may be open. */
export function earlierEnd(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** Whether a term holds today. A partner's contract ends each of its terms with it. */
export function isCurrent(term: Term, contractEndsOn: string | null, today: string): boolean {
  const end = earlierEnd(term.endsOn, contractEndsOn);
  return term.startsOn <= today && (end === null || end >= today);
}

/** What a partner may see of one customer by its terms: until when (UTC ms, exclusive; null is open), or not at all. */
export interface ScopeNow {
  readonly open: boolean;
  readonly untilAt: number | null;
  /** A term begins later and will change the answer then. */
  readonly changesLater: boolean;
}

/**
 * Joins the terms that a partner has with one customer (it may both sell and support) into one answer for today. The longest
 * of those that hold counts; what has not begun counts when it begins.
 */
export function scopeNow(terms: readonly Term[], contractEndsOn: string | null, today: string): ScopeNow {
  const changesLater = terms.some(
    (term) => term.startsOn > today && isCurrent(term, contractEndsOn, term.startsOn),
  );
  const ends = terms
    .filter((term) => isCurrent(term, contractEndsOn, today))
    .map((term) => earlierEnd(term.endsOn, contractEndsOn));
  if (ends.length === 0) return { open: false, untilAt: null, changesLater };
  if (ends.includes(null)) return { open: true, untilAt: null, changesLater };
  const last = ends.reduce((latest, end) => ((end ?? '') > (latest ?? '') ? end : latest), '');
  return { open: true, untilAt: (dayIndex(last ?? today) + 1) * DAY_MS, changesLater };
}
