import type { PastDay } from './past';

/** Remembers what each reader did, day by day. */
export interface History {
  /** Counts activity now, and gives the reader's days as they stand, today's last. */
  add(key: string, rows: number): Recalled;
  /** Adds days that were before this process began. */
  seed(key: string, day: PastDay): void;
  /** Readers remembered now; never more than `readersMax`. */
  readonly size: number;
}

/** A reader's days. What is told once a day is marked here by whoever tells it. */
export interface Recalled {
  readonly past: readonly PastDay[];
  readonly today: PastDay;
  readonly hour: number;
  /** Words for what was told of today. */
  readonly told: Set<string>;
}

interface Days {
  days: PastDay[];
  toldOn: number;
  told: Set<string>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A history of `historyDays` for each of the `readersMax` readers that were active last. */
export function createHistory(o: {
  readonly historyDays: number;
  readonly readersMax: number;
  /** UTC milliseconds. */
  readonly now: () => number;
}): History {
  const readers = new Map<string, Days>();

  function daysOf(key: string): Days {
    const known = readers.get(key) ?? { days: [], toldOn: 0, told: new Set() };
    readers.delete(key);
    if (readers.size >= o.readersMax) {
      const [oldest] = readers.keys();
      if (oldest !== undefined) readers.delete(oldest);
    }
    readers.set(key, known);
    return known;
  }

  function merge(held: Days, day: PastDay, today: number): void {
    const same = held.days.find((one) => one.day === day.day);
    const merged = {
      day: day.day,
      rows: (same?.rows ?? 0) + day.rows,
      hours: (same?.hours ?? 0) | day.hours,
    };
    const others = held.days.filter((one) => one !== same && one.day >= today - o.historyDays);
    held.days = [...others, merged].sort((a, b) => a.day - b.day).slice(-(o.historyDays + 1));
  }

  return {
    add: (key, rows) => {
      const now = o.now();
      const day = Math.floor(now / DAY_MS);
      const hour = Math.floor((now % DAY_MS) / HOUR_MS);
      const held = daysOf(key);
      merge(held, { day, rows, hours: 1 << hour }, day);
      if (held.toldOn !== day) {
        held.toldOn = day;
        held.told = new Set();
      }
      const today = held.days.find((one) => one.day === day) ?? { day, rows, hours: 1 << hour };
      return { past: held.days.filter((one) => one.day < day), today, hour, told: held.told };
    },
    seed: (key, day) => merge(daysOf(key), day, Math.floor(o.now() / DAY_MS)),
    get size() {
      return readers.size;
    },
  };
}
