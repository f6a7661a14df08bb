import type { DimensionKey } from '@hearth/catalogue';
import { compareVersions } from '@hearth/catalogue';
import type { TableCell } from './cells';
import { compareTexts, shownSum, totalOf } from './cells';
import type { FoldOptions } from './fold';
import { COHORT_SIZE_MIN, foldSmallCells } from './fold';
import type { DeclaredQuestion } from './question';
import { DEMOGRAPHIC_DIMENSIONS } from './question';

/** A table as it may be shown. A withheld one has neither cells nor total. */
export type ShownTable =
  | {
      readonly withheld: false;
      readonly cells: readonly ShownCell[];
      readonly total: bigint;
      /** How many cells OTHER holds; 0 where nothing was folded. */
      readonly folded: number;
    }
  | { readonly withheld: true };

export interface ShownCell extends TableCell {
  /** Of the table's total, 0 to 1; null where the total is 0. */
  readonly share: number | null;
}

/**
 * The table that answers a question: the stored cells that its filter leaves, keyed by what it groups by, in the order of
 * their values. Where it is demographic small cells are folded, and before the filter: one that is folded in the whole
 * table is not shown by asking for it alone either, or the two answers would differ by the small cell beside it.
 *
 * @param stored all cells of the statistic and month, keys in the order of its declaration
 */
export function tableOf(
  question: DeclaredQuestion,
  stored: readonly TableCell[],
  cohortSizeMin = COHORT_SIZE_MIN,
): ShownTable {
  if (!question.demographic) return shown(question, asked(question, stored), 0);
  const options: FoldOptions = {
    cohortSizeMin,
    demographicKeys: question.statistic.by.map(({ dimension }) => DEMOGRAPHIC_DIMENSIONS.has(dimension)),
  };
  const outcome = foldSmallCells(stored, options);
  if (outcome.withheld) return outcome;
  const left = asked(question, outcome.cells);
  // Nobody, too few, and what is folded are one answer.
  if (left.length === 0) return { withheld: true };
  const holdsOther = left.length === outcome.cells.length;
  return shown(question, left, holdsOther ? outcome.folded : 0);
}

function asked(question: DeclaredQuestion, cells: readonly TableCell[]): TableCell[] {
  return cells
    .filter((cell) => question.where.every(({ at, value }) => cell.keys[at] === value))
    .map((cell) => ({ ...cell, keys: question.by.map(({ at }) => cell.keys[at] ?? '') }));
}

const VERSION_DIMENSIONS: ReadonlySet<DimensionKey> = new Set<DimensionKey>(['version', 'plugin-version']);

/** By value, the greatest first; where values are equal by key, and versions as versions: 1.9 before 1.10. */
function inOrder({ by }: DeclaredQuestion): (a: TableCell, b: TableCell) => number {
  const orders = by.map(({ dimension }) =>
    VERSION_DIMENSIONS.has(dimension) ? compareVersions : compareTexts,
  );
  return (a, b) => {
    if (a.value !== b.value) return a.value > b.value ? -1 : 1;
    for (const [at, order] of orders.entries()) {
      const compared = order(a.keys[at] ?? '', b.keys[at] ?? '');
      if (compared !== 0) return compared;
    }
    return 0;
  };
}

function shown(question: DeclaredQuestion, cells: readonly TableCell[], folded: number): ShownTable {
  const total = totalOf(cells);
  const sorted = [...cells].sort(inOrder(question));
  return {
    withheld: false,
    cells: sorted.map((cell) => ({
      ...cell,
      value: shownSum(cell.value),
      share: shareOf(cell.value, total),
    })),
    total: shownSum(total),
    folded,
  };
}

// To nine decimals by whole numbers: beyond 2^53 a quotient of two floats would be off.
function shareOf(value: bigint, total: bigint): number | null {
  if (total === 0n) return null;
  const scale = 1_000_000_000n;
  return Number((value * scale * 2n + total) / (total * 2n)) / Number(scale);
}
