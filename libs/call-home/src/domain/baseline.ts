import type { DeclaredProduct } from './declared';
import type { Picked } from './pick-readings';

/** What the cumulative figures stood at when the agreement began: nothing of it is ever sent. */
export interface Baseline {
  /** UTC milliseconds since when the host counts; another value is another counting, which this is no baseline of. */
  readonly hostSince: number;
  /** UTC milliseconds at which it was taken: since when the counters count, as far as the report says. */
  readonly at: number;
  /** Decimal text by metric id: counters, and numbers of different things since the counting began. */
  readonly values: Readonly<Record<string, string>>;
}

/** Takes a baseline of everything that grows with time. */
export function baselineOf(
  product: DeclaredProduct,
  picked: Picked,
  hostSince: number,
  at: number,
): Baseline {
  const values: Record<string, string> = {};
  for (const [id, value] of Object.entries(picked.counters)) values[id] = value.toString();
  for (const [id, value] of Object.entries(picked.gauges)) {
    if (product.gauges[id]?.kind === 'distinct-count') values[id] = value.toString();
  }
  return { hostSince, at, values };
}

/**
 * The readings without what lies before the baseline. A number of different things cannot be reduced by those that were seen
 * before, so it is left out where any were.
 */
export function sinceBaseline(product: DeclaredProduct, picked: Picked, baseline: Baseline): Picked {
  const before = (id: string): bigint => BigInt(baseline.values[id] ?? '0');
  const counters: Record<string, bigint> = Object.create(null);
  for (const [id, value] of Object.entries(picked.counters)) {
    counters[id] = value > before(id) ? value - before(id) : 0n;
  }
  const gauges: Record<string, bigint> = Object.create(null);
  for (const [id, value] of Object.entries(picked.gauges)) {
    if (product.gauges[id]?.kind !== 'distinct-count' || before(id) === 0n) gauges[id] = value;
  }
  return { ...picked, counters, gauges };
}
