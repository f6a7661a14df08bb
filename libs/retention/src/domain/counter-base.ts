/** The counters of an installation under one start, by metric, as a fact stores them. */
export interface BaseCounters {
  /** The day that they were last read, YYYYMMDD. */
  readonly day: number;
  readonly counters: Readonly<Record<string, unknown>>;
}

/**
 * What the next fact is measured from when these have gone: of each counter the reading of the latest day that has one. It is the
 * same whether they go at once or one after the other, oldest first.
 */
export function baseOf(gone: readonly BaseCounters[]): BaseCounters {
  const [first, ...later] = [...gone].sort((a, b) => a.day - b.day);
  if (first === undefined) throw new TypeError('Nothing has gone that could be measured from.');
  return later.reduce(
    (base, { day, counters }) => ({ day, counters: { ...base.counters, ...counters } }),
    first,
  );
}
