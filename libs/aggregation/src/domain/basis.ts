import type { Cell } from '@hearth/catalogue';
import { daysBetween, daysOfMonth } from '@hearth/catalogue';

/**
 * What the figures of a product's month rest on, as it is stored. Nothing in it hangs on when it was rolled up: a month that ends
 * without another report is not rolled up again.
 */
export interface MonthBasis {
  /** Days with a report, added up over the installations that reported in the month. */
  readonly daysObserved: number;
  /** Days from each one's first report of the month to the month's end. */
  readonly daysToEnd: number;
  /** Installations that reported. */
  readonly reporting: number;
  /** Installations that reported and are in no figure: nobody has confirmed them, or somebody disowned them. */
  readonly apart: number;
}

/** What the figures of a product's month rest on, by some day. */
export interface Basis {
  readonly daysObserved: number;
  /** Days on which a report was owed: from each one's first report of the month to its end, or to that day. */
  readonly daysDue: number;
  readonly apart: number;
}

/** Under which name a product's basis lies among the cells: no statistic's id can be this. */
export function basisName(product: string): string {
  return `@${product}`;
}

/** A basis as cells, of nobody. */
export function basisCells({ daysObserved, daysToEnd, reporting, apart }: MonthBasis): Cell[] {
  return Object.entries({ apart, daysObserved, daysToEnd, reporting }).map(([k1, value]) => ({
    k1,
    k2: '',
    k3: '',
    value: BigInt(value),
    customers: 0,
    installations: 0,
  }));
}

/** A basis from its cells; undefined where the month was rolled up before there was one. */
export function basisFrom(
  cells: readonly { readonly k1: string; readonly value: bigint }[],
): MonthBasis | undefined {
  if (cells.length === 0) return undefined;
  const of = (name: keyof MonthBasis) => Number(cells.find(({ k1 }) => k1 === name)?.value ?? 0n);
  return {
    daysObserved: of('daysObserved'),
    daysToEnd: of('daysToEnd'),
    reporting: of('reporting'),
    apart: of('apart'),
  };
}

/** The basis of a month YYYYMM by a day YYYYMMDD: of a month that runs, the days that have not come are not owed. */
export function basisBy(
  { daysObserved, daysToEnd, reporting, apart }: MonthBasis,
  month: number,
  today: number,
): Basis {
  const notCome = Math.max(0, daysBetween(today, daysOfMonth(month).last)) * reporting;
  // A clock may be a day ahead: what was observed was owed.
  return { daysObserved, daysDue: Math.max(daysObserved, daysToEnd - notCome), apart };
}
