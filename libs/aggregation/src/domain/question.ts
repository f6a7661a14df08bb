import type { DimensionKey, StatisticDeclaration } from '@hearth/catalogue';
import { statisticById } from '@hearth/catalogue';

/** What a reader may not have more than two of in one table, and whose small cells are folded. */
export const DEMOGRAPHIC_DIMENSIONS: ReadonlySet<DimensionKey> = new Set<DimensionKey>([
  'industry',
  'country',
  'size',
]);
/** Three crossed attributes single most companies out. */
export const DEMOGRAPHIC_DIMENSIONS_MAX = 2;

/** A question as it was asked. */
export interface Question {
  readonly id: string;
  /** What to group by; when absent, every dimension of the statistic that `where` does not hold fast. */
  readonly by?: readonly DimensionKey[];
  /** One value per dimension. */
  readonly where?: ReadonlyMap<DimensionKey, string>;
}

/** A question that the catalogue declares, with the places that its dimensions have in the stored keys. */
export interface DeclaredQuestion {
  readonly statistic: StatisticDeclaration;
  readonly by: readonly { readonly dimension: DimensionKey; readonly at: number }[];
  readonly where: readonly { readonly at: number; readonly value: string }[];
  /** Whether industry, country or size takes part, as grouping or as filter. */
  readonly demographic: boolean;
}

/** The question, or the argument that is not declared. */
export type QuestionOutcome =
  | { readonly declared: true; readonly question: DeclaredQuestion }
  | { readonly declared: false; readonly argument: 'id' | 'by' | 'where' };

/**
 * Reads a question against the catalogue. Only declared sets of dimensions can be asked: what is grouped by and what is
 * held fast must together be the statistic's own set, because cells of a finer table do not add up to a coarser one (one
 * customer has several plugins), and because every further table is one more to difference.
 */
export function readQuestion(
  asked: Question,
  find: (id: string) => StatisticDeclaration | undefined = statisticById,
): QuestionOutcome {
  const statistic = find(asked.id);
  if (statistic === undefined) return { declared: false, argument: 'id' };
  const places = new Map(statistic.by.map((key, at) => [key.dimension, at]));

  const where: { at: number; value: string }[] = [];
  for (const [dimension, value] of asked.where ?? []) {
    const at = places.get(dimension);
    if (at === undefined) return { declared: false, argument: 'where' };
    where.push({ at, value });
  }
  const wanted = asked.by ?? [...places.keys()].filter((dimension) => !asked.where?.has(dimension));
  const by: { dimension: DimensionKey; at: number }[] = [];
  for (const dimension of wanted) {
    const at = places.get(dimension);
    if (at === undefined) return { declared: false, argument: 'by' };
    by.push({ dimension, at });
  }
  const covered = new Set([...wanted, ...(asked.where?.keys() ?? [])]);
  if (new Set(wanted).size !== wanted.length || covered.size !== places.size) {
    return { declared: false, argument: 'by' };
  }
  const demographics = [...covered].filter((dimension) => DEMOGRAPHIC_DIMENSIONS.has(dimension));
  if (demographics.length > DEMOGRAPHIC_DIMENSIONS_MAX) return { declared: false, argument: 'by' };
  // Either word suffices: a declaration that forgets to say so is protected all the same.
  const demographic = statistic.demographic || demographics.length > 0;
  return { declared: true, question: { statistic, by, where, demographic } };
}
