import type { TableCell } from './cells';
import { compareKeys, OTHER, totalOf } from './cells';

/**
 * The smallest number of customers that a cell of a demographic table may show. Five is the usual threshold of
 * statistics offices for tables that stay in the house; it protects by duty and record as well, not by itself.
 */
export const COHORT_SIZE_MIN = 5;

export interface FoldOptions {
  readonly cohortSizeMin: number;
  /** For each key of a cell, whether it is an attribute that a customer has exactly one value of (industry, country, size). */
  readonly demographicKeys: readonly boolean[];
}

/** `folded` is how many cells OTHER holds; a withheld table shows nothing at all. */
export type FoldOutcome =
  | { readonly withheld: false; readonly cells: readonly TableCell[]; readonly folded: number }
  | { readonly withheld: true };

/**
 * Hides the cells of fewer than `cohortSizeMin` customers in one cell OTHER. OTHER takes in the next smallest until it
 * holds at least two cells and surely `cohortSizeMin` customers: one cell alone would be what the total leaves over.
 * Where the table does not hold that many, it is withheld. Pure; the sum of values stays what it was.
 */
export function foldSmallCells(cells: readonly TableCell[], options: FoldOptions): FoldOutcome {
  const { cohortSizeMin } = options;
  // Whether there is nobody or merely too few is the same answer.
  if (sureCustomers(cells, options) < cohortSizeMin) return { withheld: true };
  const [small, large] = splitBy(cells, (cell) => customersOf(cell) < cohortSizeMin);
  if (small.length === 0) return { withheld: false, cells, folded: 0 };

  // What is filed under OTHER already is one more cell of it, and goes in first: two lines of one name would tell them apart.
  const [already, rest] = splitBy(large, (cell) => cell.keys.every((key) => key === OTHER));
  const other = [...small, ...already];
  const waiting = [...rest].sort(bySize);
  while (other.length < 2 || sureCustomers(other, options) < cohortSizeMin) {
    const next = waiting.shift();
    if (next === undefined) return { withheld: true };
    other.push(next);
  }
  return { withheld: false, cells: [...waiting, putTogether(other, options)], folded: other.length };
}

/**
 * A number of distinct customers that the cells are sure to hold together. Cells of different industries (or countries,
 * sizes) share no customer, so these add up; cells of one industry may be the same customers over again, so there the
 * greatest speaks.
 */
export function sureCustomers(
  cells: readonly TableCell[],
  options: Pick<FoldOptions, 'demographicKeys'>,
): number {
  const greatest = new Map<string, number>();
  for (const cell of cells) {
    const group = JSON.stringify(cell.keys.filter((_, i) => options.demographicKeys[i]));
    greatest.set(group, Math.max(greatest.get(group) ?? 0, customersOf(cell)));
  }
  return [...greatest.values()].reduce((sum, customers) => sum + customers, 0);
}

function putTogether(cells: readonly TableCell[], options: FoldOptions): TableCell {
  const disjoint = options.demographicKeys.every((demographic) => demographic);
  return {
    keys: options.demographicKeys.map(() => OTHER),
    value: totalOf(cells),
    customers: disjoint ? cells.reduce((sum, cell) => sum + customersOf(cell), 0) : null,
    installations: cells.reduce((sum, cell) => sum + cell.installations, 0),
  };
}

function customersOf(cell: TableCell): number {
  return cell.customers ?? 0;
}

function bySize(a: TableCell, b: TableCell): number {
  const customers = customersOf(a) - customersOf(b);
  if (customers !== 0) return customers;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return compareKeys(a.keys, b.keys);
}

function splitBy(
  cells: readonly TableCell[],
  test: (cell: TableCell) => boolean,
): [TableCell[], TableCell[]] {
  return [cells.filter(test), cells.filter((cell) => !test(cell))];
}
