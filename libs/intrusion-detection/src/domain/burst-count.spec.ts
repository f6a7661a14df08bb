import * as fc from 'fast-check';
import { createBurstCount } from './burst-count';

describe('a count of bursts', () => {
  const clock = { now: 0 };
  const make = (keysMax = 10) =>
    createBurstCount({ threshold: 3, windowMs: 1_000, keysMax, now: () => clock.now });

  it('tells once a window, when the threshold is reached or passed at once', () => {
    const bursts = make();
    expect([1, 1, 1, 1].map((one) => bursts.count('a', one))).toEqual([undefined, undefined, 3, undefined]);
    expect(bursts.count('b', 7)).toBe(7);
    clock.now += 1_000;
    expect([2, 2].map((one) => bursts.count('a', one))).toEqual([undefined, 4]);
  });

  it('does not add up what lies in different windows, and counts nothing for nothing', () => {
    const bursts = make();
    for (let each = 0; each < 10; each += 1) {
      expect(bursts.count('a', 2)).toBeUndefined();
      expect(bursts.count('a', 0)).toBeUndefined();
      clock.now += 1_000;
    }
  });

  it('never remembers more keys than it may', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(400))), (acts) => {
        const bursts = make(5);
        for (const [key, later] of acts) {
          clock.now += later;
          bursts.count(String(key), 1);
          expect(bursts.size).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});
