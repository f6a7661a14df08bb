import type { Cell } from '@hearth/catalogue';

/** What the figures of a product's month rest on. */
export interface Basis {
  /** Days with a report, added up over the installations that reported in the month. */
  readonly daysObserved: number;
  /** Days on which they owed one: from each one's first report of the month to its end, or to the day of the roll-up. */
  readonly daysDue: number;
  /** Installations that reported and are in no figure: nobody has confirmed them, or somebody disowned them. */
  readonly apart: number;
}

/** Under which name a product's basis lies among the cells: no statistic's id can be this. */
export function basisName(product: string): string {
  return `@${product}`;
}

/** A basis as cells, of nobody. */
export function basisCells({ daysObserved, daysDue, apart }: Basis): Cell[] {
  return Object.entries({ apart, daysDue, daysObserved }).map(([k1, value]) => ({
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
): Basis | undefined {
  if (cells.length === 0) return undefined;
  const of = (name: keyof Basis) => Number(cells.find(({ k1 }) => k1 === name)?.value ?? 0n);
  return { daysObserved: of('daysObserved'), daysDue: of('daysDue'), apart: of('apart') };
}
