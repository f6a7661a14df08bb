import { dateOfDay, daysOfMonth } from './calendar';

/** A customer as the usage room knows it, under one of its agreements. */
export interface Subject {
  /** Pseudonym; one customer has one, under however many agreements. */
  readonly subject: string;
  readonly edition: string;
  readonly industry: string | null;
  readonly country: string | null;
  readonly sizeBand: string | null;
  /** Calendar dates YYYY-MM-DD, both inclusive; no end where null. */
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/**
 * The customers with an agreement in force on some day of the month, one entry each. Where a customer has several, the one
 * that began last speaks, so that a customer falls into one cell of each table.
 */
export function subjectsInForce(subjects: readonly Subject[], month: number): ReadonlyMap<string, Subject> {
  const { first, last } = daysOfMonth(month);
  const [from, to] = [dateOfDay(first), dateOfDay(last)];
  const inForce = new Map<string, Subject>();
  for (const subject of subjects) {
    if (subject.startsOn > to || (subject.endsOn !== null && subject.endsOn < from)) continue;
    const known = inForce.get(subject.subject);
    if (!known || rank(subject) > rank(known)) inForce.set(subject.subject, subject);
  }
  return inForce;
}

/** A total order over everything a table reads, so that ties end the same way in any order of reading. */
function rank(subject: Subject): string {
  const { startsOn, edition, industry, country, sizeBand, endsOn } = subject;
  return [startsOn, edition, industry, country, sizeBand, endsOn].map((part) => part ?? '').join('\n');
}
