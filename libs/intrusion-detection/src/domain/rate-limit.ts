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

interface Bucket {
  tokens: number;
  at: number;
}

const MINUTE_MS = 60_000;
/** Keys that are looked at, the longest unused first, to make room for a new one. */
const LOOKED_AT = 8;
// Shared by every key for which there is no room: no key is as long as this one.
const THE_REST = 'the rest'.repeat(64);

/**
 * A token bucket for each key. Memory is bounded without a way round the limit: a key is forgotten only once its bucket is
 * full again, when forgetting changes nothing, and keys for which there is no room share one bucket.
 */
export function createRateLimit(o: RateLimitOptions): RateLimit {
  const buckets = new Map<string, Bucket>();
  const perMs = o.perMinute / MINUTE_MS;
  const filled = ({ tokens, at }: Bucket, now: number): number =>
    Math.min(o.burst, tokens + Math.max(0, now - at) * perMs);

  function makeRoom(now: number): boolean {
    if (buckets.size < o.keysMax) return true;
    let looked = 0;
    for (const [key, bucket] of buckets) {
      if (key !== THE_REST && filled(bucket, now) >= o.burst) buckets.delete(key);
      looked += 1;
      if (looked >= LOOKED_AT) break;
    }
    return buckets.size < o.keysMax;
  }

  return {
    take: (asked) => {
      const now = o.now();
      const key = buckets.has(asked) || makeRoom(now) ? asked : THE_REST;
      const bucket = buckets.get(key) ?? { tokens: o.burst, at: now };
      bucket.tokens = filled(bucket, now);
      bucket.at = Math.max(bucket.at, now);
      // Put at the end: the map's order is the order of last use.
      buckets.delete(key);
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
      bucket.tokens -= 1;
      return 0;
    },
    get size() {
      return buckets.size;
    },
  };
}
