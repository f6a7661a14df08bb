import { INT64_MAX } from '@hearth/catalogue';
import fc from 'fast-check';
import { addDays, periodEnd, periodOf } from './calendar';
import type { UsageFact } from './usage-reader';
import { usageSeries } from './usage-series';

const START = Date.UTC(2026, 0, 1);

function fact(installation: string, day: number, values: Partial<UsageFact> = {}): UsageFact {
  return {
    installation,
    product: 'roboserver',
    day,
    countersSince: START,
    counters: {},
    gauges: {},
    lastObserved: day,
    late: 0,
    ...values,
  };
}
const counted = (installation: string, day: number, value: number | string, countersSince = START) =>
  fact(installation, day, { counters: { steps: [String(value), String(value)] }, countersSince });
const steps = { id: 'steps', kind: 'counter' } as const;

describe('a series of a counter', () => {
  it('books an increase on the later day, with the days between that were not seen', () => {
    const points = usageSeries(
      [counted('a', 20260101, 5), counted('a', 20260105, 9)],
      steps,
      20260102,
      20260131,
      'DAY',
    );
    expect(points).toEqual([
      { start: 20260105, increase: 4n, last: null, maximum: null, gapDays: 3, fell: false, lateReports: 0 },
    ]);
  });

  it('begins anew with each start of the counters, and adds installations up', () => {
    const restarted = Date.UTC(2026, 0, 2);
    const points = usageSeries(
      [counted('a', 20260101, 50), counted('a', 20260102, 7, restarted), counted('b', 20260102, 3)],
      steps,
      20260101,
      20260131,
      'MONTH',
    );
    expect(points).toMatchObject([{ start: 20260101, increase: 60n, fell: false }]);
  });

  it('never falls: a lower value is flagged and adds nothing', () => {
    const points = usageSeries(
      [counted('a', 20260101, 9), counted('a', 20260102, 4)],
      steps,
      20260101,
      20260131,
      'DAY',
    );
    expect(points).toMatchObject([{ increase: 9n }, { increase: 0n, fell: true }]);
  });

  it('stops at the greatest 64-bit number instead of failing', () => {
    const most = INT64_MAX.toString();
    const points = usageSeries(
      [counted('a', 20260101, most), counted('b', 20260101, most)],
      steps,
      20260101,
      20260101,
      'DAY',
    );
    expect(points[0]?.increase).toBe(INT64_MAX);
  });

  it('comes to the same total at every grain, in any order of facts', () => {
    const facts = fc.array(
      fc.record({
        installation: fc.constantFrom('a', 'b'),
        day: fc.integer({ min: 1, max: 28 }),
        value: fc.nat(1000),
      }),
    );
    fc.assert(
      fc.property(facts, (drawn) => {
        // One fact for each installation and day, as the table has it.
        const made = new Map(
          drawn.map(({ installation, day, value }) => [
            `${installation}${day}`,
            counted(installation, 20260100 + day, value),
          ]),
        );
        const all = [...made.values()];
        const total = (grain: 'DAY' | 'WEEK' | 'MONTH', list: UsageFact[]) =>
          usageSeries(list, steps, 20260101, 20260131, grain).reduce(
            (sum, { increase }) => sum + (increase ?? 0n),
            0n,
          );
        expect(total('WEEK', all)).toBe(total('DAY', all));
        expect(total('MONTH', [...all].reverse())).toBe(total('DAY', all));
      }),
    );
  });
});

describe('a counter of which not every day was reported', () => {
  /** What was done on each day, before or after the installation began to count anew, and whether the day's report came. */
  const month = fc.array(fc.record({ done: fc.nat(1000), anew: fc.boolean(), reported: fc.boolean() }), {
    minLength: 1,
    maxLength: 28,
  });
  type Day = { readonly done: number; readonly anew: boolean; readonly reported: boolean };
  const reportsOf = (days: readonly Day[]): UsageFact[] => {
    let [value, since] = [0, START];
    return days.flatMap(({ done, anew, reported }, index) => {
      if (anew) [value, since] = [0, START + index * 86_400_000];
      value += done;
      return reported ? [counted('a', 20260101 + index, value, since)] : [];
    });
  };
  const series = (days: readonly Day[]) => usageSeries(reportsOf(days), steps, 20260101, 20260131, 'DAY');

  it('never shows more than was done up to any day: a lower bound, of which nothing is extrapolated', () => {
    fc.assert(
      fc.property(month, (days) => {
        const points = series(days);
        let [shown, done] = [0n, 0n];
        days.forEach((day, index) => {
          done += BigInt(day.done);
          shown += points.find(({ start }) => start === 20260101 + index)?.increase ?? 0n;
          expect(shown).toBeLessThanOrEqual(done);
        });
      }),
    );
  });

  it('shows all of it on the day of the next report where counting went on, and says how many days that spans', () => {
    fc.assert(
      fc.property(month, fc.nat(1000), (drawn, last) => {
        const days = drawn.map((day) => ({ ...day, anew: false }));
        const all = [...days, { done: last, anew: false, reported: true }];
        const points = series(all);
        const sum = points.reduce((total, { increase }) => total + (increase ?? 0n), 0n);
        expect(sum).toBe(BigInt(all.reduce((total, { done }) => total + done, 0)));
        expect(points.map(({ start }) => start)).toEqual(
          all.flatMap(({ reported }, index) => (reported ? [20260101 + index] : [])),
        );
        const missing = [...days].reverse().findIndex(({ reported }) => reported);
        expect(points.at(-1)?.gapDays).toBe(missing === -1 ? Math.max(0, days.length - 1) : missing);
      }),
    );
  });

  it('counts the reports that came after their day had closed, of the days asked for and of this metric alone', () => {
    const facts = [
      { ...counted('a', 20260101, 1), late: 5 },
      { ...counted('a', 20260105, 5), late: 2 },
      { ...counted('b', 20260106, 5), late: 1 },
      fact('b', 20260106, { late: 7, gauges: { level: ['1', '1'] } }),
    ];
    expect(usageSeries(facts, steps, 20260102, 20260131, 'WEEK')).toMatchObject([{ lateReports: 3 }]);
    const level = { id: 'level', kind: 'gauge' } as const;
    expect(usageSeries(facts, level, 20260102, 20260131, 'WEEK')).toMatchObject([{ lateReports: 7 }]);
  });
});

describe('a series of levels', () => {
  const level = (installation: string, day: number, last: string | null, max: string) =>
    fact(installation, day, { gauges: { level: [last, max] } });
  const facts = [
    level('a', 20260105, '3', '5'),
    level('b', 20260105, '4', '4'),
    level('a', 20260106, '2', '2'),
  ];
  const series = (kind: 'gauge' | 'distinct-count' | 'indicator', list = facts) =>
    usageSeries(list, { id: 'level', kind }, 20260101, 20260131, 'WEEK');

  it('adds gauges up over installations, and keeps the greatest day', () => {
    expect(series('gauge')).toMatchObject([{ start: 20260105, last: 6n, maximum: 9n, increase: null }]);
  });

  it('never adds distinct counts up', () => {
    expect(series('distinct-count')).toMatchObject([{ last: null, maximum: 5n }]);
  });

  it('says of an indicator whether it was set anywhere, and whether it still is', () => {
    const set = [level('a', 20260105, '0', '1'), level('b', 20260105, '0', '0')];
    expect(series('indicator', set)).toMatchObject([{ last: 0n, maximum: 1n }]);
  });

  it('has no last value where the last report did not carry the metric', () => {
    expect(series('gauge', [level('a', 20260105, null, '5')])).toMatchObject([{ last: null, maximum: 5n }]);
  });

  it('has no point for a period without a report: silence is not nought §firewall', () => {
    expect(usageSeries([], { id: 'level', kind: 'gauge' }, 20260101, 20260131, 'DAY')).toEqual([]);
  });
});

describe('periods', () => {
  it.each([
    [20260104, 'WEEK', 20251229],
    [20260105, 'WEEK', 20260105],
    [20260131, 'MONTH', 20260101],
    [20260228, 'DAY', 20260228],
  ] as const)('puts %i by %s into that of %i', (day, grain, start) => {
    expect(periodOf(day, grain)).toBe(start);
  });

  it('end on the eve of the next one', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDays(20240101, days));
    fc.assert(
      fc.property(day, fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const), (of, grain) => {
        const start = periodOf(of, grain);
        const end = periodEnd(start, grain);
        expect(of).toBeLessThanOrEqual(end);
        expect([periodOf(end, grain), periodOf(addDays(end, 1), grain)]).toEqual([start, addDays(end, 1)]);
      }),
    );
  });
});
