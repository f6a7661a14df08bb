import * as fc from 'fast-check';
import { createLockOut } from './lock-out';
import type { LockOut } from './lock-out';

const MINUTE = 60_000;

describe('the lock-out', () => {
  const clock = { now: 0 };
  const make = (keysMax = 100): LockOut =>
    createLockOut({
      failuresPerMinute: 3,
      lockMs: MINUTE,
      lockMaxMs: 60 * MINUTE,
      memoryMs: 24 * 60 * MINUTE,
      keysMax,
      now: () => clock.now,
    });
  const failTimes = (lock: LockOut, times: number, key = 'a') =>
    Array.from({ length: times }, () => lock.fail(key)).at(-1) ?? 0;

  it('locks a key out at its third failure within a minute, for a minute §security', () => {
    const lock = make();
    expect(failTimes(lock, 2)).toBe(0);
    expect(lock.lockedFor('a')).toBe(0);
    expect(lock.fail('a')).toBe(MINUTE);
    expect(lock.lockedFor('a')).toBe(MINUTE);
    expect(lock.lockedFor('b')).toBe(0);
    clock.now += MINUTE;
    expect(lock.lockedFor('a')).toBe(0);
  });

  it('locks it out for twice as long each time, up to an hour §security', () => {
    const lock = make();
    const lasted: number[] = [];
    for (let each = 0; each < 9; each += 1) {
      lasted.push(failTimes(lock, 3) / MINUTE);
      clock.now += lock.lockedFor('a');
    }
    expect(lasted).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('does not make a lock-out longer for failures that were under way when it began', () => {
    const lock = make();
    failTimes(lock, 3);
    expect(failTimes(lock, 10)).toBe(0);
    expect(lock.lockedFor('a')).toBe(MINUTE);
  });

  it('begins at a minute again after a day without a lock-out', () => {
    const lock = make();
    failTimes(lock, 3);
    clock.now += 2 * MINUTE;
    expect(failTimes(lock, 3)).toBe(2 * MINUTE);
    clock.now += 2 * MINUTE + 24 * 60 * MINUTE;
    expect(failTimes(lock, 3)).toBe(MINUTE);
  });

  it('counts failures of one minute only', () => {
    const lock = make();
    for (let each = 0; each < 20; each += 1) {
      expect(failTimes(lock, 2)).toBe(0);
      clock.now += MINUTE;
    }
  });

  it('never remembers more keys than it may, whatever fails when', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(MINUTE)), { maxLength: 300 }), (failures) => {
        const lock = make(7);
        for (const [key, later] of failures) {
          clock.now += later;
          lock.fail(String(key));
          expect(lock.size).toBeLessThanOrEqual(7);
        }
      }),
    );
  });

  it('forgets first who has not failed for longest', () => {
    const lock = make(2);
    failTimes(lock, 3, 'a');
    failTimes(lock, 3, 'b');
    lock.fail('c');
    expect(lock.lockedFor('a')).toBe(0);
    expect(lock.lockedFor('b')).toBeGreaterThan(0);
  });
});
