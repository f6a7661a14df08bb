import { DAY_MS } from './calendar';

/** How long ago an installation was last heard of. Silence is never a violation: it is only said. */
export type Activity = 'ACTIVE' | 'LATE' | 'SILENT' | 'LOST';

// A product reports at start-up and once a day: two days allow for one lost report, a week for a holiday or a broken
// proxy, a month for a server that is only switched on when needed.
const ACTIVE_DAYS = 2;
const LATE_DAYS = 7;
const SILENT_DAYS = 30;

/** The activity of an installation last observed at an instant; both in UTC milliseconds. */
export function activityOf(lastSeen: number, now: number): Activity {
  const days = (now - lastSeen) / DAY_MS;
  if (days <= ACTIVE_DAYS) return 'ACTIVE';
  if (days <= LATE_DAYS) return 'LATE';
  return days <= SILENT_DAYS ? 'SILENT' : 'LOST';
}
