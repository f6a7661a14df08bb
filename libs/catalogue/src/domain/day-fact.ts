import { dayOf, daysBetween } from './calendar';
import type { Observation } from './month-state';
import type { Readings } from './readings';
import { joinReadings, readingsOf, speaksOver } from './readings';

/** One installation on one UTC day under one start of its counters. */
export interface DayFact {
  readonly installation: string;
  readonly subject: string;
  readonly product: string;
  readonly day: number;
  readonly countersSince: number;
  readonly counters: Readings;
  readonly gauges: Readings;
  readonly lastObserved: number;
  readonly lastReport: string;
  readonly reports: number;
  /** When its latest report came in, UTC milliseconds: retention counts from it. */
  readonly lastReceived: number;
  /** How many of its reports came in after the day had closed. */
  readonly late: number;
}

const DAY_MS = 86_400_000;

/** A day closes so many days after its end, counted by receipt; what comes later is a correction. */
export const DAY_CLOSES_AFTER_DAYS = 7;

/** Whether a report that came in at this instant tells of a day that had closed by then. */
export function isLate(observedAt: number, receivedAt: number): boolean {
  const closesAt = (Math.floor(observedAt / DAY_MS) + 1 + DAY_CLOSES_AFTER_DAYS) * DAY_MS;
  return receivedAt >= closesAt;
}

/** The fact that one report makes by itself. `receivedAt` is when it came in, UTC milliseconds. */
export function dayFactOf(
  report: Observation,
  installation: string,
  subject: string,
  receivedAt: number,
): DayFact {
  return {
    installation,
    subject,
    product: report.product,
    day: dayOf(report.observedAt),
    countersSince: report.countersSince,
    counters: readingsOf(report.counters),
    gauges: readingsOf(report.gauges),
    lastObserved: report.observedAt,
    lastReport: report.id,
    reports: 1,
    lastReceived: receivedAt,
    late: isLate(report.observedAt, receivedAt) ? 1 : 0,
  };
}

/** Joins two facts of one installation, day and start made of different reports; the order does not matter. */
export function mergeDayFact(a: DayFact, b: DayFact): DayFact {
  if (a.installation !== b.installation || a.day !== b.day || a.countersSince !== b.countersSince) {
    throw new TypeError('Facts of two installations, days or starts cannot be merged.');
  }
  const [later, earlier] = speaksOver(a, b) ? [a, b] : [b, a];
  return {
    ...later,
    reports: a.reports + b.reports,
    lastReceived: Math.max(a.lastReceived, b.lastReceived),
    late: a.late + b.late,
    counters: joinReadings(earlier.counters, later.counters),
    gauges: joinReadings(earlier.gauges, later.gauges),
  };
}

/** What of a fact an increase needs. */
export type CounterFact = Pick<DayFact, 'installation' | 'day' | 'countersSince' | 'counters'> & {
  /** It only says what was counted up to its day, which has been removed: the next is measured from it, and it has no increase. */
  readonly isBase?: boolean;
};

/** The increase of a counter on one day of one installation. */
export interface DayIncrease {
  readonly installation: string;
  readonly day: number;
  readonly countersSince: number;
  readonly increase: bigint;
  /** Days since the previous observation of the same start (or since the start): more than 1 means a gap. */
  readonly gapDays: number;
  /** True when the value was lower than on the previous observed day under the same start. */
  readonly fell: boolean;
}

/**
 * Increases of a counter between observed days, per installation and start of its counters: the greatest value of a day
 * minus that of the previous observed day, never negative, booked on the later day. On the first observed day of a start
 * it is the value itself, as counters begin at 0.
 *
 * @param facts in any order; for the increases of a month they must include, for each installation and start that has
 *   facts in it, the last fact before it.
 */
export function increasesOf(facts: readonly CounterFact[], counter: string): DayIncrease[] {
  const carrying = facts.filter((fact) => fact.counters[counter] !== undefined);
  carrying.sort(
    (a, b) =>
      (a.installation < b.installation ? -1 : a.installation > b.installation ? 1 : 0) ||
      a.countersSince - b.countersSince ||
      a.day - b.day,
  );
  let previous: CounterFact | undefined;
  return carrying.flatMap((fact) => {
    const same =
      previous?.installation === fact.installation && previous.countersSince === fact.countersSince
        ? previous
        : undefined;
    previous = fact;
    if (fact.isBase) return [];
    const now = BigInt(fact.counters[counter]?.[1] ?? '0');
    const before = BigInt(same?.counters[counter]?.[1] ?? '0');
    return {
      installation: fact.installation,
      day: fact.day,
      countersSince: fact.countersSince,
      increase: now > before ? now - before : 0n,
      gapDays: daysBetween(same?.day ?? dayOf(fact.countersSince), fact.day),
      fell: now < before,
    };
  });
}
