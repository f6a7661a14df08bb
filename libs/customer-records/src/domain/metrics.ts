import { PRODUCTS } from '@hearth/catalogue';

// A breakdown is many numbers at once, so no limit can be held against it.
const LIMITABLE: ReadonlySet<string> = new Set(
  PRODUCTS.flatMap((product) => product.metrics)
    .filter((metric) => metric.kind !== 'breakdown')
    .map((metric) => metric.id),
);

/** True for a metric that some product of the catalogue declares and that an agreement can limit. */
export function isDeclaredMetric(id: string): boolean {
  return LIMITABLE.has(id);
}
