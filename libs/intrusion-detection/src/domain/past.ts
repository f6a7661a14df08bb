/** What a reader did on one UTC day. */
export interface PastDay {
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  /** Rows with personal or company-specific data. */
  readonly rows: number;
  /** UTC hours with activity: bit h for the hour that begins at h. */
  readonly hours: number;
}

/** What a past must hold before it says anything, and how far is far. */
export interface PastLimits {
  readonly historyDaysMin: number;
  readonly volumeDeviations: number;
  readonly volumeRowsMin: number;
}

/** A median absolute deviation times this is the standard deviation of a normal distribution. */
const MAD_TO_DEVIATION = 1.4826;
const HOURS = 24;

/**
 * Whether an hour is odd for a reader: its past is long enough, and has nothing in that hour, the one before or the one after
 * (a clock changed for summer is no intrusion).
 */
export function isOddHour(past: readonly PastDay[], hour: number, limits: PastLimits): boolean {
  if (past.length < limits.historyDaysMin) return false;
  const seen = past.reduce((bits, { hours }) => bits | hours, 0);
  const near = [hour + HOURS - 1, hour, hour + 1].map((one) => 1 << (one % HOURS));
  return near.every((bit) => (seen & bit) === 0);
}

/**
 * The most rows that a day may have before it leaves a reader's own past, or undefined where the past is too short to say.
 * Median and median absolute deviation, because one earlier excess would move a mean and a standard deviation so far that
 * the next one passes.
 */
export function usualRowsMax(past: readonly PastDay[], limits: PastLimits): number | undefined {
  if (past.length < limits.historyDaysMin) return undefined;
  const rows = past.map((day) => day.rows);
  const middle = median(rows);
  const deviation = median(rows.map((one) => Math.abs(one - middle))) * MAD_TO_DEVIATION;
  return middle + Math.max(limits.volumeDeviations * deviation, middle, limits.volumeRowsMin);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = sorted.length >> 1;
  const upper = sorted[at] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[at - 1] ?? 0)) / 2;
}
