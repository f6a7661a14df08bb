/** The dimensions by which a statistic may be told apart. */
export type DimensionKey =
  | 'version'
  | 'edition'
  | 'operating-system'
  | 'jvm'
  | 'plugin'
  | 'plugin-version'
  | 'job-type'
  | 'node-os'
  | 'executors'
  | 'trigger'
  | 'frequency'
  | 'feature'
  | 'legacy-environment'
  | 'industry'
  | 'country'
  | 'size';

/** All dimension keys, in the order in which pages list them. */
export const DIMENSION_KEYS: readonly DimensionKey[] = [
  'version',
  'edition',
  'operating-system',
  'jvm',
  'plugin',
  'plugin-version',
  'job-type',
  'node-os',
  'executors',
  'trigger',
  'frequency',
  'feature',
  'legacy-environment',
  'industry',
  'country',
  'size',
];

/** Where the key of a cell is read. */
export type KeySource =
  | { readonly kind: 'version' | 'edition' | 'operating-system' }
  | { readonly kind: 'dimension'; readonly id: string }
  /** The last value of a gauge, as text. */
  | { readonly kind: 'gauge'; readonly id: string }
  /** A label of a breakdown. The keys of one statistic that name a breakdown name the same one. */
  | { readonly kind: 'breakdown'; readonly id: string; readonly level: 1 | 2 }
  /** Each of these indicators that was 1 at any time in the month; the key is the metric's id. */
  | { readonly kind: 'indicators'; readonly ids: readonly string[] }
  /** What the vendor's records say of the customer; `UNKNOWN` where they say nothing. */
  | { readonly kind: 'subject'; readonly field: 'industry' | 'country' | 'sizeBand' | 'edition' };

/** One key of a statistic's cells. */
export interface StatisticKey {
  readonly dimension: DimensionKey;
  readonly from: KeySource;
  /** The table lists these values alone. */
  readonly only?: readonly string[];
  /** The table leaves these values out. */
  readonly without?: readonly string[];
}

/**
 * What is counted: installations, customers, the sum of a gauge's last values or of a breakdown's counts, or the sum of
 * a counter's daily increases.
 */
export type Measure =
  'installations' | 'customers' | { readonly sumOf: string } | { readonly increaseOf: string };

/**
 * A monthly table that the vendor keeps. The keys in `by` are the only set of dimensions in which it can be asked: another
 * set is another statistic with an id of its own.
 */
export interface StatisticDeclaration {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Null for a table of customers, which belongs to no product. */
  readonly product: string | null;
  readonly measure: Measure;
  readonly unit: string;
  /** At most three: they are stored as k1, k2 and k3. */
  readonly by: readonly StatisticKey[];
  /** True when industry, country or size takes part, so that small cells are folded. */
  readonly demographic: boolean;
}

/** What must be read to compute a statistic. */
export type StatisticSource = 'month-states' | 'facts' | 'subjects';

/** What the computation reads: month states; facts beside them for increases; the customers alone for demographic tables. */
export function sourceOf(statistic: StatisticDeclaration): StatisticSource {
  if (statistic.measure === 'customers') return 'subjects';
  return typeof statistic.measure === 'object' && 'increaseOf' in statistic.measure
    ? 'facts'
    : 'month-states';
}
