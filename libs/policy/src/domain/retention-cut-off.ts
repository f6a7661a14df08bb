import type { Retention } from './policy';

const DAY_MS = 86_400_000;
const COUNTED = /^P(\d+)([DM])$/;

/**
 * Up to which instant (UTC milliseconds, itself included) what is counted from then has to be gone by `now`; undefined where
 * nothing goes by time (`kept`, `until-erased`). Months are those of the UTC calendar: what began on a day that the last month has
 * not, such as the 31st, goes when that month is over.
 */
export function retentionCutOff(period: Retention['period'], now: number): number | undefined {
  const [, count, unit] = COUNTED.exec(period) ?? [];
  if (count === undefined) return undefined;
  return unit === 'D' ? now - Number(count) * DAY_MS : monthsBefore(now, Number(count));
}

function monthsBefore(instant: number, months: number): number {
  const at = new Date(instant);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() - months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(at.getUTCDate(), lastDay));
  return midnight + (((instant % DAY_MS) + DAY_MS) % DAY_MS);
}
