const DAY_MS = 86_400_000;

/** The UTC day of an instant (milliseconds since 1970) as an integer YYYYMMDD. */
export function dayOf(instant: number): number {
  const date = new Date(instant);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** The UTC month of an instant (milliseconds since 1970) as an integer YYYYMM. */
export function monthOf(instant: number): number {
  const date = new Date(instant);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/** The first instant of a day YYYYMMDD, in UTC milliseconds. */
export function dayStart(day: number): number {
  return Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);
}

/** Days from one day YYYYMMDD to another: 1 for neighbours, 0 for the same, negative backwards. */
export function daysBetween(from: number, to: number): number {
  return Math.round((dayStart(to) - dayStart(from)) / DAY_MS);
}

/** First and last day YYYYMMDD of a month YYYYMM. */
export function daysOfMonth(month: number): { readonly first: number; readonly last: number } {
  const last = new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).getUTCDate();
  return { first: month * 100 + 1, last: month * 100 + last };
}

/** A day YYYYMMDD as the calendar date YYYY-MM-DD. */
export function dateOfDay(day: number): string {
  const text = String(day).padStart(8, '0');
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}
