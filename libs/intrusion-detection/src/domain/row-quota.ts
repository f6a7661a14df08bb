/** What a quota is made of. */
export interface RowQuotaOptions {
  readonly keysMax: number;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** Counts rows by key in a UTC day. */
export interface RowQuota {
  /**
   * Whether the rows fit into what is left of `most` today; then they are counted, and where they do not, none is.
   * It counts before it returns, so that requests under way at once cannot each take the same remainder.
   */
  take(key: string, rows: number, most: number): boolean;
  /** Counts rows that were released before this process began. */
  add(key: string, rows: number): void;
  /** Rows counted today. */
  taken(key: string): number;
  /** Keys remembered now; never more than `keysMax` and one. */
  readonly size: number;
}

const DAY_MS = 86_400_000;
const THE_REST = 'the rest'.repeat(64);

/** Counts of one day, all forgotten with it. Keys for which there is no room share one count. */
export function createRowQuota(o: RowQuotaOptions): RowQuota {
  const counts = new Map<string, number>();
  let day = Number.NEGATIVE_INFINITY;

  // A clock that goes back does not open the quota again.
  function placeOf(key: string): string {
    const today = Math.floor(o.now() / DAY_MS);
    if (today > day) {
      counts.clear();
      day = today;
    }
    return counts.has(key) || counts.size < o.keysMax ? key : THE_REST;
  }

  const add = (key: string, rows: number): void => {
    const place = placeOf(key);
    counts.set(place, (counts.get(place) ?? 0) + rows);
  };

  return {
    take: (key, rows, most) => {
      if (rows <= 0) return true;
      if ((counts.get(placeOf(key)) ?? 0) + rows > most) return false;
      add(key, rows);
      return true;
    },
    add,
    taken: (key) => counts.get(placeOf(key)) ?? 0,
    get size() {
      return counts.size;
    },
  };
}

/** Milliseconds until the UTC day ends, when every quota begins anew. */
export function untilTomorrow(now: number): number {
  return DAY_MS - (now % DAY_MS);
}
