import { daysBetween } from '@hearth/catalogue';

/** The days of one installation on which there was a report, and the first on which one was due. Days are YYYYMMDD. */
export interface InstallationDays {
  readonly product: string;
  readonly firstDay: number;
  /** Each once. */
  readonly days: readonly number[];
}

/** Of how many days that were due how many were observed. */
export interface Coverage {
  readonly daysObserved: number;
  readonly daysDue: number;
}

/**
 * The coverage of a span of days over installations. Due is every day from an installation's first report, or the span's first
 * day, to the span's last day or today. An installation that went silent stays due: that nothing came is what coverage says.
 */
export function coverageOf(
  installations: readonly InstallationDays[],
  from: number,
  to: number,
  today: number,
): Coverage {
  const last = Math.min(to, today);
  let [daysObserved, daysDue] = [0, 0];
  for (const { firstDay, days } of installations) {
    daysObserved += days.filter((day) => day >= from && day <= last).length;
    daysDue += Math.max(0, daysBetween(Math.max(from, firstDay), last) + 1);
  }
  return { daysObserved, daysDue };
}
