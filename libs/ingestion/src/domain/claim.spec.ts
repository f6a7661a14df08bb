import { effectOf } from './claim';

const NOW = Date.UTC(2026, 1, 5);
const reported = { product: 'roboserver', days: [20260130, 20251231, 20260101, 20260204, 20260101] };

describe('what a claim does to the figures', () => {
  it.each([
    ['CONFIRMED', 'confirmed'],
    ['NOT_NEEDED', 'confirmed'],
    ['NOT_MINE', 'not-mine'],
    ['UNCONFIRMED', 'not-mine'],
  ] as const)('is nothing where %s becomes %s: it counts as it did, or does not', (before, verdict) => {
    expect(effectOf(before, verdict, reported, NOW)).toEqual({ months: [], corrections: [] });
  });

  it.each([
    ['UNCONFIRMED', 'confirmed'],
    ['NOT_MINE', 'confirmed'],
    ['CONFIRMED', 'not-mine'],
    ['NOT_NEEDED', 'not-mine'],
  ] as const)(
    'from %s to %s is every month with a report, and a correction of each day that had closed',
    (before, verdict) => {
      const effect = effectOf(before, verdict, reported, NOW);
      expect(effect.months).toEqual([202512, 202601, 202602]);
      // The 30th closes on the 7th.
      expect(effect.corrections).toEqual(
        [20251231, 20260101].map((day) => ({ day, product: 'roboserver', reason: verdict, count: 1 })),
      );
    },
  );
});
