import type { CounterFact } from './day-fact';
import { increasesOf } from './day-fact';

const start = Date.UTC(2026, 10, 1);
const fact = (day: number, max: string, given: Partial<CounterFact> = {}): CounterFact => ({
  installation: 'i1',
  day,
  countersSince: start,
  counters: { runs: [max, max] },
  ...given,
});
const increases = (...facts: CounterFact[]) =>
  increasesOf(facts, 'runs').map(({ day, increase, gapDays, fell }) => [day, increase, gapDays, fell]);

describe('The increase of a counter on a day', () => {
  it('is its value minus that of the previous observed day, in whatever order the facts come', () => {
    expect(increases(fact(20261103, '25'), fact(20261101, '10'), fact(20261102, '12'))).toEqual([
      [20261101, 10n, 0, false],
      [20261102, 2n, 1, false],
      [20261103, 13n, 1, false],
    ]);
  });

  it('is booked on the later day after a gap, with the gap’s length, across months too', () => {
    expect(increases(fact(20261130, '10'), fact(20261204, '15'))).toEqual([
      [20261130, 10n, 29, false],
      [20261204, 5n, 4, false],
    ]);
  });

  it('is measured from what was kept of a day that has been removed, which has no increase itself', () => {
    const base = fact(20261102, '12', { isBase: true });
    expect(increases(fact(20261104, '15'), base)).toEqual([[20261104, 3n, 2, false]]);
    // A report of an earlier day that comes in later stands before it.
    expect(increases(fact(20261104, '15'), base, fact(20261101, '10'))).toEqual([
      [20261101, 10n, 0, false],
      [20261104, 3n, 2, false],
    ]);
    const another = fact(20261102, '12', { isBase: true, countersSince: start + 1 });
    expect(increases(fact(20261104, '15'), another)).toEqual([[20261104, 15n, 3, false]]);
  });

  it('is never negative: a lower value under the same start is flagged', () => {
    expect(increases(fact(20261101, '10'), fact(20261102, '4'))[1]).toEqual([20261102, 0n, 1, true]);
  });

  it('begins again at 0 under another start', () => {
    const restarted = { countersSince: Date.UTC(2026, 10, 2) };
    expect(increases(fact(20261101, '10'), fact(20261102, '4', restarted))[1]).toEqual([
      20261102,
      4n,
      0,
      false,
    ]);
  });

  it('does not run over from one installation to another', () => {
    expect(increases(fact(20261101, '10'), fact(20261102, '4', { installation: 'i2' }))[1]?.[1]).toBe(4n);
  });

  it('is not there for a day on which the counter was not reported', () => {
    expect(
      increases(fact(20261101, '10'), fact(20261102, '', { counters: {} }), fact(20261103, '11')),
    ).toEqual([
      [20261101, 10n, 0, false],
      [20261103, 1n, 2, false],
    ]);
  });

  it('is exact beyond what floating point holds', () => {
    expect(
      increases(fact(20261101, '9223372036854775806'), fact(20261102, '9223372036854775807'))[1]?.[1],
    ).toBe(1n);
  });
});
