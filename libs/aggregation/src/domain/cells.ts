/** One line of a statistic: its keys in the order of the statistic's dimensions, what was measured, and of how many. */
export interface TableCell {
  readonly keys: readonly string[];
  readonly value: bigint;
  /** Distinct customers; null where only a lower bound is known, as cells put together may share customers. */
  readonly customers: number | null;
  readonly installations: number;
}

/** What small cells are filed under, and what a roll-up files under when no declared value fits. */
export const OTHER = 'OTHER';

/** Plain code-unit order, the same on every machine: no locale takes part. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Keys in the order of their texts. */
export function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [at, left] of a.entries()) {
    const order = compareTexts(left, b[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** The sum of the values. */
export function totalOf(cells: readonly TableCell[]): bigint {
  return cells.reduce((sum, cell) => sum + cell.value, 0n);
}

const INT64_MAX = 2n ** 63n - 1n;

/** A sum as it may be shown: what 64 bits do not hold is told as the greatest number that they do, as roll-ups store it. */
export function shownSum(sum: bigint): bigint {
  return sum > INT64_MAX ? INT64_MAX : sum;
}
