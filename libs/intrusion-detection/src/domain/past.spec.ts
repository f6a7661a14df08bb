import * as fc from 'fast-check';
import { INTRUSION_LIMITS } from './limits';
import { isOddHour, usualRowsMax } from './past';
import type { PastDay } from './past';

const office = 0b111111111 << 8; // 08 to 16
const days = (rows: readonly number[], hours = office): PastDay[] =>
  rows.map((each, day) => ({ day, rows: each, hours }));

describe('a reader’s past', () => {
  it('says nothing before it is a week long', () => {
    expect(usualRowsMax(days([1, 1, 1, 1, 1, 1]), INTRUSION_LIMITS)).toBeUndefined();
    expect(isOddHour(days([1, 1, 1, 1, 1, 1]), 3, INTRUSION_LIMITS)).toBe(false);
  });

  it('knows the hours of its reader, and an hour beside them', () => {
    const past = days(Array.from({ length: 7 }, () => 10));
    const odd = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
      isOddHour(past, hour, INTRUSION_LIMITS),
    );
    expect(odd).toEqual([0, 1, 2, 3, 4, 5, 6, 18, 19, 20, 21, 22, 23]);
  });

  it('knows that the last hour of a day lies beside the first', () => {
    const night = days(
      Array.from({ length: 7 }, () => 10),
      1 << 23,
    );
    expect(isOddHour(night, 0, INTRUSION_LIMITS)).toBe(false);
    expect(isOddHour(night, 1, INTRUSION_LIMITS)).toBe(true);
  });

  it.each([
    ['a steady reader may have a hundred rows more', [50, 50, 50, 50, 50, 50, 50], 150],
    ['a large one twice its median', [1000, 1000, 1000, 1000, 1000, 1000, 1000], 2000],
    ['an unsteady one six deviations', [0, 100, 200, 300, 400, 500, 600], 300 + 6 * 200 * 1.4826],
    ['one earlier excess moves nothing', [50, 50, 50, 50, 50, 50, 1_000_000], 150],
  ])('sets the most of a day: %s', (_title, rows, most) => {
    expect(usualRowsMax(days(rows), INTRUSION_LIMITS)).toBeCloseTo(most, 6);
  });

  it('is not moved out of its range by a minority of days, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 80, max: 120 }), { minLength: 9, maxLength: 15 }),
        fc.array(fc.nat(10_000_000), { maxLength: 4 }),
        (usual, excess) => {
          const most = usualRowsMax(days([...usual, ...excess]), INTRUSION_LIMITS) ?? 0;
          expect(most).toBeGreaterThanOrEqual(180);
          expect(most).toBeLessThanOrEqual(120 + 6 * 40 * 1.4826);
        },
      ),
    );
  });
});
