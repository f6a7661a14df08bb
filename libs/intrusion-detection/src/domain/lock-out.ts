/** What a lock-out is made of. */
export interface LockOutOptions {
  /** Failures within a minute that lock a key out. */
  readonly failuresPerMinute: number;
  /** The first lock-out, milliseconds; each further one is twice as long as the last. */
  readonly lockMs: number;
  readonly lockMaxMs: number;
  /** How long after its end a lock-out still makes the next one longer. */
  readonly memoryMs: number;
  readonly keysMax: number;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** Locks a key out after repeated failures. */
export interface LockOut {
  /** Milliseconds for which the key is locked out yet; 0 where it is not. */
  lockedFor(key: string): number;
  /** Counts a failure: the milliseconds of the lock-out that it brought about, or 0. */
  fail(key: string): number;
  /** Keys remembered now; never more than `keysMax`. */
  readonly size: number;
}

interface Entry {
  failures: number;
  windowEnds: number;
  lockedUntil: number;
  locks: number;
  forgetAt: number;
}

const MINUTE_MS = 60_000;

/**
 * Failures alone are counted, and only time takes them back: a request that succeeds says nothing about the others from the
 * same address, and an attacker who holds one good token could otherwise wipe its count with it. Where there is no room, the
 * key that has not failed for longest goes: sharing a lock-out, as requests share a rate, would let one attacker with many
 * addresses lock out strangers.
 */
export function createLockOut(o: LockOutOptions): LockOut {
  const entries = new Map<string, Entry>();

  function entryOf(key: string, now: number): Entry {
    const known = entries.get(key);
    entries.delete(key);
    const fresh = { failures: 0, windowEnds: now + MINUTE_MS, lockedUntil: 0, locks: 0, forgetAt: 0 };
    const entry = known && now < known.forgetAt ? known : fresh;
    if (entries.size >= o.keysMax) {
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    }
    entries.set(key, entry);
    return entry;
  }

  const lockedFor = (key: string): number => Math.max(0, (entries.get(key)?.lockedUntil ?? 0) - o.now());

  return {
    lockedFor,
    fail: (key) => {
      // Requests that were let in before the lock-out began may still fail; it is not made longer by them.
      if (lockedFor(key) > 0) return 0;
      const now = o.now();
      const entry = entryOf(key, now);
      if (now >= entry.windowEnds) {
        entry.failures = 0;
        entry.windowEnds = now + MINUTE_MS;
      }
      entry.failures += 1;
      entry.forgetAt = Math.max(entry.forgetAt, entry.windowEnds);
      if (entry.failures < o.failuresPerMinute) return 0;
      const lasts = Math.min(o.lockMaxMs, o.lockMs * 2 ** Math.min(entry.locks, 30));
      entry.failures = 0;
      entry.locks += 1;
      entry.lockedUntil = now + lasts;
      entry.windowEnds = entry.lockedUntil + MINUTE_MS;
      entry.forgetAt = entry.lockedUntil + o.memoryMs;
      return lasts;
    },
    get size() {
      return entries.size;
    },
  };
}
