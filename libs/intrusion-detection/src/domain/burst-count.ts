/** What a count of bursts is made of. */
export interface BurstCountOptions {
  /** Occurrences within the window that make a burst. */
  readonly threshold: number;
  readonly windowMs: number;
  readonly keysMax: number;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** Tells when something happens too often. */
export interface BurstCount {
  /** Counts occurrences: how many there are in this window where they just became a burst, once a window; else undefined. */
  count(key: string, occurrences: number): number | undefined;
  readonly size: number;
}

interface Window {
  ends: number;
  occurrences: number;
}

/** Occurrences by key within a window that begins with the first; the key that was longest unused goes where there is no room. */
export function createBurstCount(o: BurstCountOptions): BurstCount {
  const windows = new Map<string, Window>();
  return {
    count: (key, occurrences) => {
      if (occurrences <= 0) return undefined;
      const now = o.now();
      const known = windows.get(key);
      const window = known && now < known.ends ? known : { ends: now + o.windowMs, occurrences: 0 };
      windows.delete(key);
      if (windows.size >= o.keysMax) {
        const [oldest] = windows.keys();
        if (oldest !== undefined) windows.delete(oldest);
      }
      windows.set(key, window);
      const before = window.occurrences;
      window.occurrences += occurrences;
      return before < o.threshold && window.occurrences >= o.threshold ? window.occurrences : undefined;
    },
    get size() {
      return windows.size;
    },
  };
}
