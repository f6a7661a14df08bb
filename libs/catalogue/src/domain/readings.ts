/** Last and greatest value of a metric in a span, as decimal text; last is null when the last report did not carry it. */
export type Reading = readonly [last: string | null, max: string];

/** Readings by metric id. */
export type Readings = Readonly<Record<string, Reading>>;

/** Decimal texts without leading zeros compare by length, then as text. */
export function greaterOf(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a >= b ? a : b;
}

/** The readings of one report. */
export function readingsOf(values: Readonly<Record<string, string>>): Readings {
  const readings: Record<string, Reading> = Object.create(null);
  for (const id of Object.keys(values)) {
    const value = values[id];
    if (value !== undefined) readings[id] = [value, value];
  }
  return readings;
}

/** Joins the readings of an earlier and a later span: the later one's last values speak, the greatest is kept. */
export function joinReadings(earlier: Readings, later: Readings): Readings {
  const joined: Record<string, Reading> = Object.create(null);
  for (const id of Object.keys(earlier)) {
    const reading = earlier[id];
    // A metric that the later span does not carry has no last value: the last report speaks, also by its silence.
    if (reading) joined[id] = [null, reading[1]];
  }
  for (const id of Object.keys(later)) {
    const reading = later[id];
    if (!reading) continue;
    const before = joined[id];
    joined[id] = [reading[0], before ? greaterOf(before[1], reading[1]) : reading[1]];
  }
  return joined;
}

/** True when the span that ends with (observed, report) a speaks over b: later, or at the same instant with the smaller report id. */
export function speaksOver(
  a: { readonly lastObserved: number; readonly lastReport: string },
  b: { readonly lastObserved: number; readonly lastReport: string },
): boolean {
  if (a.lastObserved !== b.lastObserved) return a.lastObserved > b.lastObserved;
  return a.lastReport <= b.lastReport;
}
