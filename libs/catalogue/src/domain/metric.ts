/** What a metric is, which decides how it may be added up. */
export type MetricKind = 'counter' | 'gauge' | 'distinct-count' | 'indicator' | 'breakdown';

/** Where in a report a metric travels. `derived` ones are computed from a breakdown and never travel. */
export type MetricPlace = 'counters' | 'gauges' | 'breakdowns' | 'server' | 'derived';

/** A breakdown as stored: counts by label, or by label and second label. Zero counts are left out. */
export type Breakdown = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** The form that labels of one level of an open breakdown must have, and how many there may be. */
export interface LabelForm {
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly maxLabels: number;
}

/** An open breakdown takes labels that are in no list: declared with its limits and its reason. */
export interface OpenLabels extends LabelForm {
  readonly levels: 1 | 2;
  /** The form of the second label; present when there are two levels. */
  readonly second?: LabelForm;
  /** In words: what is left out or dropped. */
  readonly dropped: string;
  /** In words: why a closed list will not do. */
  readonly why: string;
  /** Labels of these forms, customers' own names, are left out by the product's rules without remark. */
  readonly leftOut?: { readonly label?: RegExp; readonly second?: RegExp };
  /** A label that lacks this form makes the product's rules refuse the whole report. */
  readonly demanded?: RegExp;
  /** What an empty label is filed as; applied before the form is checked. */
  readonly emptyAs?: string;
}

/** One metric of one product. */
export interface MetricDeclaration {
  readonly id: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly description: string;
  /** Data category of the policy that decides who may read it. */
  readonly category: string;
  /** First version of the product that reports it. */
  readonly since: string;
  /** Greatest value accepted (of each label, for a breakdown, where it is at most 2^53-1). The least is 0. */
  readonly max: bigint;
  /** Marks a way of working that the vendor means to discontinue. */
  readonly legacy?: boolean;
  /** Closed list of labels of a breakdown; a breakdown has either this or `open`. */
  readonly labels?: readonly string[];
  readonly open?: OpenLabels;
  /** Set when the metric does not travel among the records of its kind. */
  readonly place?: 'server' | 'derived';
  /** Computes a derived gauge; undefined when the report has nothing to compute it from. */
  readonly derive?: (breakdowns: Readonly<Record<string, Breakdown>>) => bigint | undefined;
}

/** Greatest value of a signed 64-bit integer. */
export const INT64_MAX = 2n ** 63n - 1n;
/** Greatest value of a breakdown's count: these are stored as JSON numbers. */
export const COUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Where in a report the metric travels: counters among the counters; gauges, distinct counts and indicators among the gauges. */
export function placeOf(metric: MetricDeclaration): MetricPlace {
  if (metric.place) return metric.place;
  if (metric.kind === 'counter') return 'counters';
  return metric.kind === 'breakdown' ? 'breakdowns' : 'gauges';
}

/** Walks a breakdown of one or two levels as [label, second label or '', count]. */
export function* breakdownEntries(breakdown: Breakdown): Generator<readonly [string, string, number]> {
  for (const label of Object.keys(breakdown)) {
    const value = breakdown[label];
    if (typeof value === 'number') yield [label, '', value];
    else if (value) for (const second of Object.keys(value)) yield [label, second, value[second] ?? 0];
  }
}
