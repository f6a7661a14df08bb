import fc from 'fast-check';
import { backOff, nextSlot, retryAfter } from './schedule';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const bounds = { firstMs: 60_000, mostMs: 6 * HOUR };

describe('The schedule', () => {
  it('gives an installation one second of the day, the same every day', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 4e12 }), (id, now) => {
        const slot = nextSlot(id, DAY, now);
        expect(slot).toBeGreaterThan(now);
        expect(slot - now).toBeLessThanOrEqual(DAY);
        expect(slot % 1000).toBe(0);
        expect(nextSlot(id, DAY, slot)).toBe(slot + DAY);
      }),
    );
  });

  it('spreads installations over the day', () => {
    const hours = new Set(
      Array.from({ length: 500 }, (_, index) =>
        Math.floor((nextSlot(`installation-${index}`, DAY, 0) % DAY) / HOUR),
      ),
    );
    expect(hours.size).toBe(24);
  });

  it('waits ever longer after failures, half of it by chance, and six hours at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const wait = backOff(failures, bounds, chance);
          const whole = Math.min(6 * HOUR, 60_000 * 2 ** Math.min(30, failures - 1));
          expect(wait).toBeGreaterThanOrEqual(whole / 2);
          expect(wait).toBeLessThanOrEqual(whole);
        },
      ),
    );
    expect(backOff(1, bounds, 1)).toBe(60_000);
    expect(backOff(100, bounds, 1)).toBe(6 * HOUR);
  });

  it.each<[string | undefined, number | undefined]>([
    ['120', 120_000],
    [' 7 ', 7000],
    ['99999999', 6 * HOUR],
    ['Thu, 01 Jan 1970 00:10:00 GMT', 600_000],
    ['Thu, 01 Jan 1960 00:10:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads Retry-After %j as %j', (header, expected) => {
    const wait = retryAfter(header, 0, 6 * HOUR);
    expect(wait).toBe(expected);
  });
});
