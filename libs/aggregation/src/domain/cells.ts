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

/** By value, the greatest first; where values are equal, by key. */
export function byValueThenKey(a: TableCell, b: TableCell): number {
  if (a.value !== b.value) return a.value > b.value ? -1 : 1;
  return compareKeys(a.keys, b.keys);
}

/** Plain code-unit order, the same on every machine: no locale takes part. */
export function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? '';
    if (left !== right) return left < right ? -1 : 1;
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
