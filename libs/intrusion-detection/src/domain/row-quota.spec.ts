import * as fc from 'fast-check';
import { createRowQuota, untilTomorrow } from './row-quota';

const DAY = 86_400_000;

describe('a quota of rows a day', () => {
  const clock = { now: Date.parse('2026-05-01T12:00:00Z') };
  const make = (keysMax = 100) => createRowQuota({ keysMax, now: () => clock.now });

  it('refuses rows that do not fit into what is left, and counts none of them', () => {
    const quota = make();
    expect(quota.take('a', 60, 100)).toBe(true);
    expect(quota.take('a', 41, 100)).toBe(false);
    expect(quota.taken('a')).toBe(60);
    expect(quota.take('a', 40, 100)).toBe(true);
    expect(quota.take('a', 1, 100)).toBe(false);
    expect(quota.take('b', 100, 100)).toBe(true);
  });

  it('begins anew with the UTC day, and not with a clock that goes back', () => {
    const quota = make();
    quota.take('a', 100, 100);
    clock.now += untilTomorrow(clock.now) - 1;
    expect(quota.take('a', 1, 100)).toBe(false);
    clock.now += 1;
    expect(quota.take('a', 100, 100)).toBe(true);
    clock.now -= DAY;
    expect(quota.take('a', 1, 100)).toBe(false);
  });

  it('is never exceeded by requests that run at once, however they interleave §no-solicitation', async () => {
    const asks = fc.array(fc.record({ rows: fc.integer({ min: 1, max: 40 }), turns: fc.nat(5) }), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(asks, async (requests) => {
        const quota = make();
        let released = 0;
        await Promise.all(
          requests.map(async ({ rows, turns }) => {
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            if (!quota.take('a', rows, 100)) return;
            await Promise.resolve();
            released += rows;
          }),
        );
        expect(released).toBeLessThanOrEqual(100);
        expect(quota.taken('a')).toBe(released);
      }),
    );
  });

  it('is monotone: what is counted never falls within a day, and who may not have n rows may not have more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(60))),
        fc.nat(50),
        (asked, more) => {
          const quota = make(2);
          for (const [key, rows] of asked) {
            const before = quota.taken(key);
            const taken = quota.take(key, rows, 100);
            expect(quota.taken(key)).toBeGreaterThanOrEqual(before);
            if (!taken) expect(quota.take(key, rows + more, 100)).toBe(false);
          }
        },
      ),
    );
  });

  it('remembers no more readers than it may; those beyond share one quota, which no flood opens', () => {
    const quota = make(10);
    let released = 0;
    for (let each = 0; each < 5_000; each += 1) if (quota.take(String(each), 50, 100)) released += 50;
    expect(quota.size).toBeLessThanOrEqual(11);
    expect(released).toBe(10 * 50 + 100);
    expect(quota.take('3', 51, 100)).toBe(false);
  });
});
