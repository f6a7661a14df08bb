/** What a rate limit is made of. */
export interface RateLimitOptions {
  readonly perMinute: number;
  /** Requests at once after a rest. */
  readonly burst: number;
  /** Keys remembered at once. */
  readonly keysMax: number;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** Counts requests by key in token buckets. */
export interface RateLimit {
  /** Takes one request: 0 where it may go on, or the milliseconds after which one may. */
  take(key: string): number;
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

  return {
    take: (asked) => {
      const now = o.now();
      const key = fullAt.has(asked) || makeRoom(now) ? asked : THE_REST;
      // No bucket is emptier than empty, even where the clock went back by hours.
      const full = Math.min(Math.max(fullAt.get(key) ?? now, now), now + o.burst * tokenMs);
      const waitMs = full - now - (o.burst - 1) * tokenMs;
      // Put at the end: the map's order is the order of last use.
      fullAt.delete(key);
      fullAt.set(key, waitMs > 0 ? full : full + tokenMs);
      return waitMs > 0 ? Math.ceil(waitMs) : 0;
    },
    get size() {
      return fullAt.size;
    },
  };
}
