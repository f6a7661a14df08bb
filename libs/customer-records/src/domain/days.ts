/** What is wrong with a day in the form `YYYY-MM-DD`, or undefined for a day of the calendar. */
export function dayFault(day: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'a day in the form YYYY-MM-DD';
  const instant = Date.parse(`${day}T00:00:00Z`);
  // Date.parse rolls 30 February over into March, so the day is read back.
  const exists = Number.isFinite(instant) && new Date(instant).toISOString().startsWith(day);
  return exists ? undefined : 'a day of the calendar';
}

/** The UTC instant, in milliseconds, at which a day begins. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
