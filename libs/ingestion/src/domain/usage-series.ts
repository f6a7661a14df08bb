import type { MetricDeclaration, MetricKind } from '@hearth/catalogue';
import { increasesOf, INT64_MAX } from '@hearth/catalogue';
import type { Grain } from './calendar';
import { periodOf } from './calendar';
import type { UsageFact } from './usage-reader';

/** One point of a series, for the period that begins with `start` (YYYYMMDD). */
export interface UsagePoint {
  readonly start: number;
  /** Counters: by how much they grew; null for other metrics. */
  readonly increase: bigint | null;
  /** Gauges: the installations' last values added up; indicators: 1 where one of them is still 1. Null for the rest. */
  readonly last: bigint | null;
  /** Gauges: the greatest day's sum over the installations; others: the greatest value of any. Null for counters. */
  readonly maximum: bigint | null;
  /** The longest run of days without a report that an increase of the period spans; 0 where no day is missing. */
  readonly gapDays: number;
  /** A counter was seen lower than before under the same start. */
  readonly fell: boolean;
  /** Reports of the period that came in after their day had closed. */
  readonly lateReports: number;
}

/** A sum of many 64-bit numbers may not be one: it stops at the greatest, which no real sum reaches. */
function bounded(sum: bigint): bigint {
  return sum > INT64_MAX ? INT64_MAX : sum;
}

/** How many late reports there are in each period. */
function lateBy(facts: readonly UsageFact[], grain: Grain): ReadonlyMap<number, number> {
  const late = new Map<number, number>();
  for (const fact of facts) {
    const start = periodOf(fact.day, grain);
    late.set(start, (late.get(start) ?? 0) + fact.late);
  }
  return late;
}

function counterPoints(
  facts: readonly UsageFact[],
  metric: string,
  from: number,
  to: number,
  grain: Grain,
): UsagePoint[] {
  const points = new Map<number, UsagePoint>();
  const late = lateBy(
    facts.filter(({ counters, day }) => counters[metric] !== undefined && day >= from && day <= to),
    grain,
  );
  for (const { day, increase, gapDays, fell } of increasesOf(facts, metric)) {
    if (day < from || day > to) continue;
    const start = periodOf(day, grain);
    const before = points.get(start);
    points.set(start, {
      start,
      increase: bounded((before?.increase ?? 0n) + increase),
      last: null,
      maximum: null,
      gapDays: Math.max(before?.gapDays ?? 0, gapDays - 1),
      fell: (before?.fell ?? false) || fell,
      lateReports: late.get(start) ?? 0,
    });
  }
  return [...points.values()];
}

const add = (values: Iterable<bigint>) => [...values].reduce((sum, value) => sum + value, 0n);
const most = (values: Iterable<bigint>) => [...values].reduce((a, b) => (b > a ? b : a), 0n);

interface Level {
  /** Greatest value by day, then by installation. */
  readonly days: Map<number, Map<string, bigint>>;
  readonly last: Map<string, { readonly observed: number; readonly value: bigint | null }>;
}

function levelPoints(
  facts: readonly UsageFact[],
  metric: string,
  kind: MetricKind,
  from: number,
  to: number,
  grain: Grain,
): UsagePoint[] {
  const periods = new Map<number, Level>();
  const carrying = facts.filter(
    ({ gauges, day }) => gauges[metric] !== undefined && day >= from && day <= to,
  );
  const late = lateBy(carrying, grain);
  for (const { installation, day, gauges, lastObserved } of carrying) {
    const reading = gauges[metric];
    if (reading === undefined) continue;
    const start = periodOf(day, grain);
    const period = periods.get(start) ?? { days: new Map(), last: new Map() };
    periods.set(start, period);
    const greatest = period.days.get(day) ?? new Map<string, bigint>();
    period.days.set(day, greatest);
    greatest.set(installation, most([greatest.get(installation) ?? 0n, BigInt(reading[1])]));
    const before = period.last.get(installation);
    if (before === undefined || lastObserved >= before.observed) {
      period.last.set(installation, {
        observed: lastObserved,
        value: reading[0] === null ? null : BigInt(reading[0]),
      });
    }
  }
  return [...periods].map(([start, { days, last }]) => {
    const lasts = [...last.values()].map(({ value }) => value).filter((value) => value !== null);
    const byDay = [...days.values()].map((greatest) =>
      kind === 'gauge' ? add(greatest.values()) : most(greatest.values()),
    );
    // What is distinct at two installations may be the same domain at both: such a count is never summed.
    const lastOf = { gauge: () => add(lasts), indicator: () => most(lasts) } as const;
    const total = kind === 'gauge' || kind === 'indicator' ? lastOf[kind]() : null;
    return {
      start,
      increase: null,
      last: total === null || lasts.length === 0 ? null : bounded(total),
      maximum: bounded(most(byDay)),
      gapDays: 0,
      fell: false,
      lateReports: late.get(start) ?? 0,
    };
  });
}

/**
 * One customer's series of one metric over all its installations, from its facts in any order. Periods without a report
 * have no point: silence is not nought.
 */
export function usageSeries(
  facts: readonly UsageFact[],
  metric: Pick<MetricDeclaration, 'id' | 'kind'>,
  from: number,
  to: number,
  grain: Grain,
): UsagePoint[] {
  const points =
    metric.kind === 'counter'
      ? counterPoints(facts, metric.id, from, to, grain)
      : levelPoints(facts, metric.id, metric.kind, from, to, grain);
  return points.sort((a, b) => a.start - b.start);
}
