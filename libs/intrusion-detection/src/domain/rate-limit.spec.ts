import * as fc from 'fast-check';
import { createRateLimit } from './rate-limit';

const MINUTE = 60_000;

describe('the rate limit', () => {
  const clock = { now: 1_000_000 };
  const limit = (perMinute: number, burst: number, keysMax = 100) =>
    createRateLimit({ perMinute, burst, keysMax, now: () => clock.now });

  it('refuses what comes after the burst, and says after how long one more may §security', () => {
    const rate = limit(60, 3);
    expect([1, 2, 3].map(() => rate.take('a'))).toEqual([0, 0, 0]);
    expect(rate.take('a')).toBe(1_000);
    clock.now += 999;
    expect(rate.take('a')).toBe(1);
    clock.now += 1;
    expect(rate.take('a')).toBe(0);
    expect(rate.take('a')).toBe(1_000);
  });

  it('holds each key to its own', () => {
    const rate = limit(60, 1);
    expect(rate.take('a')).toBe(0);
    expect(rate.take('b')).toBe(0);
    expect(rate.take('a')).toBeGreaterThan(0);
  });

  it('gives nothing back to a clock that goes backwards, and is not shut until the clock is where it was', () => {
    const rate = limit(60, 1);
    rate.take('a');
    clock.now -= 3 * 60 * MINUTE;
    expect(rate.take('a')).toBe(1_000);
    clock.now += 1_000;
    expect(rate.take('a')).toBe(0);
  });

  it('lets no key have more than its burst and what its rate adds, whatever comes when §security', () => {
    const requests = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(3_000)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 6 }), (asked, keysMax) => {
        const time = { now: 0 };
        const rate = createRateLimit({ perMinute: 30, burst: 4, keysMax, now: () => time.now });
        const allowed = new Map<string, number>();
        for (const [key, later] of asked) {
          time.now += later;
          if (rate.take(key) === 0) allowed.set(key, (allowed.get(key) ?? 0) + 1);
          // Where there is room for all, each has its own; else a key may have stood apart at one time and shared at another.
          const buckets = keysMax >= 5 ? 1 : 2;
          expect(allowed.get(key) ?? 0).toBeLessThanOrEqual(buckets * (4 + time.now / 2_000));
        }
      }),
    );
  });

  it('lets what costs more go on as soon as one is there, and be paid for afterwards', () => {
    const rate = createRateLimit({
      perMinute: 60,
      burst: 3,
      costMax: 10,
      keysMax: 100,
      now: () => clock.now,
    });
    rate.take('a', 2);
    expect(rate.wait('a')).toBe(0);
    expect(rate.take('a', 10)).toBe(0);
    // Nine in debt, and one that must be there.
    expect([rate.wait('a'), rate.take('a', 10)]).toEqual([10_000, 10_000]);
    clock.now += 10_000;
    expect(rate.take('a')).toBe(0);
    expect(rate.take('a')).toBe(1_000);
  });

  it('takes nothing of whoever only asks', () => {
    const rate = limit(60, 1);
    for (let each = 0; each < 5; each += 1) expect(rate.wait('a')).toBe(0);
    expect(rate.size).toBe(0);
    expect(rate.take('a')).toBe(0);
    expect(rate.wait('a')).toBe(1_000);
  });

  it('remembers no more keys than it may under a flood of them, and the flood frees nobody §security', () => {
    const rate = limit(60, 2, 1_000);
    rate.take('attacker');
    rate.take('attacker');
    let allowed = 0;
    for (let each = 0; each < 20_000; each += 1) if (rate.take(`flood ${String(each)}`) === 0) allowed += 1;
    expect(rate.size).toBeLessThanOrEqual(1_001);
    expect(allowed).toBeLessThanOrEqual(999 + 2);
    expect(rate.take('attacker')).toBeGreaterThan(0);
  });

  it('takes new keys again once old ones have rested', () => {
    const rate = limit(60, 2, 10);
    for (let each = 0; each < 50; each += 1) rate.take(`flood ${String(each)}`);
    clock.now += MINUTE;
    expect(rate.take('stranger')).toBe(0);
    expect(rate.take('stranger')).toBe(0);
    expect(rate.take('another')).toBe(0);
  });
});
