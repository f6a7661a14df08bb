import { INT64_MAX } from '@hearth/catalogue';
import fc from 'fast-check';
import { periodOf } from './calendar';
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
      { start: 20260105, increase: 4n, last: null, maximum: null, gapDays: 3, fell: false },
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
});
