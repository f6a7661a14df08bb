import { dayOf, dayStart } from '@hearth/catalogue';

/** Milliseconds of a UTC day. */
export const DAY_MS = 86_400_000;

/** The UTC day (YYYYMMDD) so many days after another. */
export function addDays(day: number, days: number): number {
  return dayOf(dayStart(day) + days * DAY_MS);
}

/** How the points of a series are spaced. */
export type Grain = 'DAY' | 'WEEK' | 'MONTH';

/** The first day of the period that a day falls into; weeks begin on Monday, as ISO 8601 has them. */
export function periodOf(day: number, grain: Grain): number {
  if (grain === 'DAY') return day;
  if (grain === 'MONTH') return Math.floor(day / 100) * 100 + 1;
  const weekday = (new Date(dayStart(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The last day of the period that begins with a day. */
export function periodEnd(start: number, grain: Grain): number {
  if (grain === 'DAY') return start;
  if (grain === 'WEEK') return addDays(start, 6);
  // Any day of the next month, and its first one's eve.
  return addDays(periodOf(addDays(start, 31), 'MONTH'), -1);
}
