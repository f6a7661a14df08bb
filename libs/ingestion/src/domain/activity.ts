import { DAY_MS } from './calendar';

/** How long ago an installation was last heard of. Silence is a question, and never a violation. */
export type Activity = 'ACTIVE' | 'LATE' | 'SILENT' | 'LOST';

// A product reports at start-up and once a day: two days allow for one lost report, a week for a holiday or a broken
// proxy, a month for a server that is only switched on when needed.
const ACTIVE_DAYS = 2;
const LATE_DAYS = 7;
const SILENT_DAYS = 30;

/** When an installation was heard of, in UTC milliseconds. */
export interface LastHeard {
  readonly lastSeen: number;
  readonly lastReceived: number;
  /** Null where it never signed a request. */
  readonly clockAheadSeconds: number | null;
}

/**
 * The activity of an installation at an instant. What counts is when it last observed something, not when the report came in:
 * an export that travelled for weeks tells of weeks ago. Where the installation signs, the error of its own clock is known and
 * taken off; and nothing was observed after it was received.
 */
export function activityOf({ lastSeen, lastReceived, clockAheadSeconds }: LastHeard, now: number): Activity {
  const observed = Math.min(lastSeen - (clockAheadSeconds ?? 0) * 1000, lastReceived);
  const days = (now - observed) / DAY_MS;
  if (days <= ACTIVE_DAYS) return 'ACTIVE';
  if (days <= LATE_DAYS) return 'LATE';
  return days <= SILENT_DAYS ? 'SILENT' : 'LOST';
}
