import type { MetricDeclaration } from '@hearth/catalogue';
import { PRODUCTS } from '@hearth/catalogue';
import type { Category } from '@hearth/policy';

/** A metric that can be read as a series, and the products that report it. */
export interface SeriesMetric {
  readonly declaration: MetricDeclaration;
  readonly products: readonly string[];
}

const index = new Map<string, SeriesMetric>();
for (const product of PRODUCTS) {
  for (const declaration of product.metrics) {
    // A breakdown has no place in a day's fact: it is read from the month's state.
    if (declaration.kind === 'breakdown') continue;
    const known = index.get(declaration.id);
    const products = [...(known?.products ?? []), product.id];
    index.set(declaration.id, { declaration: known?.declaration ?? declaration, products });
  }
}

/** The metric of this id that can be read as a series, or undefined. */
export function seriesMetric(id: string): SeriesMetric | undefined {
  return index.get(id);
}

/**
 * What a customer's metric is in the policy's eyes: `usage.customer.entitled` where the customer's agreement limits it, else
 * what the catalogue says, except that a metric which other agreements limit is here one of the others.
 */
export function categoryOfMetric(metric: string, entitled: ReadonlySet<string>): Category {
  if (entitled.has(metric)) return 'usage.customer.entitled';
  const declared = index.get(metric)?.declaration.category as Category | undefined;
  return declared === undefined || declared === 'usage.customer.entitled' ? 'usage.customer.other' : declared;
}
