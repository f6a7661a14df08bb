/** What a rate limit is made of. */
export interface RateLimitOptions {
  readonly perMinute: number;
  /** Requests at once after a rest. */
  readonly burst: number;
  /** The most that one request costs; 1 by default. */
  readonly costMax?: number;
  /** Keys remembered at once. */
  readonly keysMax: number;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** Counts requests by key in token buckets. */
export interface RateLimit {
  /**
   * Takes one request: 0 where it may go on, or the milliseconds after which one may. One that costs more than 1 goes on as soon
   * as 1 is there and leaves the rest as a debt, so that a large one does not starve behind small ones.
   */
  take(key: string, cost?: number): number;
  /** What `take` would answer now; nothing is taken. */
  wait(key: string): number;
  /** Keys remembered now; never more than `keysMax` and one. */
  readonly size: number;
}

const MINUTE_MS = 60_000;
/** Keys that are looked at, the longest unused first, to make room for a new one. */
const LOOKED_AT = 8;
// Shared by every key for which there is no room: no key is as long as this one.
const THE_REST = 'the rest'.repeat(64);

/**
 * A token bucket for each key, kept as the instant at which it will be full again (the generic cell rate algorithm, ITU-T
 * I.371). Memory is bounded without a way round the limit: a key is forgotten only once its bucket is full, when forgetting
 * changes nothing, and keys for which there is no room share one bucket.
 */
export function createRateLimit(o: RateLimitOptions): RateLimit {
  const fullAt = new Map<string, number>();
  const tokenMs = MINUTE_MS / o.perMinute;
  const emptiest = (o.burst + (o.costMax ?? 1) - 1) * tokenMs;

  function makeRoom(now: number): boolean {
    if (fullAt.size < o.keysMax) return true;
    let looked = 0;
    for (const [key, full] of fullAt) {
      if (key !== THE_REST && full <= now) fullAt.delete(key);
      looked += 1;
      if (looked >= LOOKED_AT) break;
    }
    return fullAt.size < o.keysMax;
  }

  const keyOf = (asked: string, now: number): string =>
    fullAt.has(asked) || makeRoom(now) ? asked : THE_REST;
  // No bucket is emptier than it can become, even where the clock went back by hours.
  const fullOf = (key: string, now: number): number =>
    Math.min(Math.max(fullAt.get(key) ?? now, now), now + emptiest);
  const waitOf = (full: number, now: number): number =>
    Math.max(0, Math.ceil(full - now - (o.burst - 1) * tokenMs));

  return {
    take: (asked, cost = 1) => {
      const now = o.now();
      const key = keyOf(asked, now);
      const full = fullOf(key, now);
      const waitMs = waitOf(full, now);
      // Put at the end: the map's order is the order of last use.
      fullAt.delete(key);
      fullAt.set(key, waitMs > 0 ? full : full + cost * tokenMs);
      return waitMs;
    },
    wait: (asked) => {
      const now = o.now();
      return waitOf(fullOf(keyOf(asked, now), now), now);
    },
    get size() {
      return fullAt.size;
    },
  };
}
