import { isWithin } from '@hearth/policy';
import type { Category } from '@hearth/policy';

/** What of the protected an answer would carry out. */
export interface ReleasedRows {
  readonly categories: readonly Category[];
  /** Objects that carry one of them. */
  readonly rows: number;
  /** The same by type of the graph, where it is known. */
  readonly types?: readonly { readonly categories: readonly Category[]; readonly rows: number }[];
}

/** What an answer is about to release, from what it releases of each type of the graph. */
export function releasedRows(types: NonNullable<ReleasedRows['types']>): ReleasedRows {
  return {
    categories: [...new Set(types.flatMap(({ categories }) => categories))].sort(),
    rows: types.reduce((sum, { rows }) => sum + rows, 0),
    types,
  };
}

/** Rows that name a person. Where it is not known which of an answer's rows do, all of them count. */
export function contactRows({ categories, rows, types }: ReleasedRows): number {
  const parts = types ?? [{ categories, rows }];
  return parts
    .filter((part) => part.categories.some((category) => isWithin(category, 'user')))
    .reduce((sum, part) => sum + part.rows, 0);
}
