import type { ProductDeclaration } from '@hearth/catalogue';
import { sourceOf } from '@hearth/catalogue';
import { CUSTOMER_BASE } from './tables-port';

/** A month of a product in which something was written; the revision is raised with every group of reports. */
export interface DirtyMonth {
  readonly month: number;
  readonly product: string;
  readonly revision: bigint;
  /** Rows of it have gone, or are about to: what was rolled up stays, and what comes late no longer changes it. */
  readonly closed?: boolean;
}

/** A month that was rolled up, and from what: the revisions that had been read before the data was. */
export interface DoneMonth extends Omit<DirtyMonth, 'closed'> {
  readonly subjectsRevision: bigint;
}

/** A month to roll up; the product is a product's id, or CUSTOMER_BASE. */
export interface DueMonth {
  readonly month: number;
  readonly product: string;
  /** Its tables stay as they are: only what they were rolled up from is noted, so that it does not come round for good. */
  readonly keep?: boolean;
}

export interface DueInput {
  readonly products: readonly ProductDeclaration[];
  readonly dirty: readonly DirtyMonth[];
  readonly done: readonly DoneMonth[];
  /** Raised with every change of the customer base. */
  readonly subjectsRevision: bigint;
  readonly currentMonth: number;
  /** Recompute everything known: the catalogue has changed. */
  readonly all: boolean;
}

/**
 * Which months are to be rolled up, the latest first. Latest first matters where counters are summed: a late report moves
 * the increase booked on the next observed day, which may lie in a later month, so that month is due with it; were the
 * process to stop in between, the earlier month is still unmarked and the later one comes round again.
 *
 * A closed month that was rolled up is kept, whatever has changed; one that never was is rolled up once, from what there is.
 */
export function dueMonths(input: DueInput): readonly DueMonth[] {
  const done = new Map(input.done.map((row) => [`${row.month}/${row.product}`, row]));
  const due = input.products.flatMap((product) => dueOfProduct(product, input, done));
  const months = new Set([
    ...input.dirty.map((row) => row.month),
    ...input.done.filter((row) => row.product === CUSTOMER_BASE).map((row) => row.month),
    input.currentMonth,
  ]);
  for (const month of months) {
    const before = done.get(`${month}/${CUSTOMER_BASE}`);
    if (input.all || before?.subjectsRevision !== input.subjectsRevision) {
      due.push({ month, product: CUSTOMER_BASE });
    }
  }
  return due.sort((a, b) => b.month - a.month || (a.product < b.product ? -1 : 1));
}

function dueOfProduct(
  product: ProductDeclaration,
  input: DueInput,
  done: ReadonlyMap<string, DoneMonth>,
): DueMonth[] {
  const readsSubjects = product.statistics.some(({ by }) => by.some(({ from }) => from.kind === 'subject'));
  const sumsCounters = product.statistics.some((statistic) => sourceOf(statistic) === 'facts');
  const months = input.dirty.filter((row) => row.product === product.id).sort((a, b) => a.month - b.month);
  let earlierChanged = false;
  const due: DueMonth[] = [];
  for (const { month, revision, closed } of months) {
    const before = done.get(`${month}/${product.id}`);
    const changed = before === undefined || revision > before.revision;
    const subjectsChanged = readsSubjects && before?.subjectsRevision !== input.subjectsRevision;
    if (input.all || changed || subjectsChanged || (sumsCounters && earlierChanged)) {
      due.push({ month, product: product.id, ...(closed && before !== undefined ? { keep: true } : {}) });
    }
    earlierChanged ||= changed;
  }
  return due;
}
