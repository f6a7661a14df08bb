import { basisBy, basisCells, basisFrom } from './basis';

const STORED = { daysObserved: 5, daysToEnd: 40, reporting: 2, apart: 1 };

describe('what figures rest on', () => {
  it.each([
    ['on the last day', 20260131, 40],
    ['long after', 20271231, 40],
    ['three days before the end', 20260128, 34],
    ['before all that was owed, by a clock that is behind', 20260101, 5],
  ])('is owed up to the day that is asked for: %s', (_when, today, daysDue) => {
    expect(basisBy(STORED, 202601, today)).toEqual({ daysObserved: 5, daysDue, apart: 1 });
  });

  it('comes back from its cells as it was', () => {
    expect(basisFrom(basisCells(STORED))).toEqual(STORED);
    expect(basisFrom([])).toBeUndefined();
  });
});
