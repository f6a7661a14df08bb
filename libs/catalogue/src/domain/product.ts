import type { Breakdown, MetricDeclaration } from './metric';
import type { StatisticDeclaration } from './statistic';

/** The products that may report. */
export type ProductId = 'roboserver' | 'management-console' | 'jenkins';

/** A property of a report that is not a number: reduced to a small set of values before it is stored. */
export interface DimensionDeclaration {
  readonly id: string;
  readonly description: string;
  readonly category: string;
  /** Longest raw value accepted, in characters. */
  readonly maxLength: number;
  /** The value that is stored, whatever came in; total, and the identity on its own results. */
  readonly reduce: (raw: string | undefined) => string;
}

/** What a product's rules see of a report whose shape is sound. */
export interface Candidate {
  readonly version: string;
  readonly edition: string;
  readonly breakdowns: Readonly<Record<string, Breakdown>>;
}

/** Rules of a product beyond the shape of its metrics. */
export interface ProductRules {
  /** In words, for the reference page. */
  readonly described: readonly string[];
  /** Path of the declared field for which the whole report is refused, or undefined. */
  readonly refuse?: (
    candidate: Candidate,
  ) => { readonly code: 'REFUSED_BY_PRODUCT'; readonly path: string } | undefined;
  /** A report in which this breakdown is empty is accepted and ignored. */
  readonly ignoredWithout?: string;
  /** Reports that an installation must have sent in a month to count in it. */
  readonly minReportsInMonth: number;
  /** What a version is filed as in tables by version; `OTHER` is left out of them. */
  readonly versionForTable: (version: string) => string;
}

/** Everything Hearth knows about one product: from it come validation, storage, statistics and the reference page. */
export interface ProductDeclaration {
  readonly id: ProductId;
  readonly name: string;
  readonly description: string;
  /** Form of the version string. */
  readonly version: { readonly pattern: RegExp; readonly maxLength: number };
  /** Editions as filed; any other is filed as `OTHER`. */
  readonly editions: readonly string[];
  readonly editionOf: (raw: string) => string;
  /** Operating systems as filed. */
  readonly operatingSystems: readonly string[];
  readonly operatingSystemOf: (raw: string | undefined) => string;
  readonly metrics: readonly MetricDeclaration[];
  readonly dimensions: readonly DimensionDeclaration[];
  readonly rules: ProductRules;
  readonly statistics: readonly StatisticDeclaration[];
}
