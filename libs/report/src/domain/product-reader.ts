import type { MetricDeclaration, ProductDeclaration } from '@hearth/catalogue';
import { placeOf, PRODUCTS } from '@hearth/catalogue';

/** A product's metrics by the place where they travel, made once. */
export interface ProductReader {
  readonly product: ProductDeclaration;
  readonly counters: ReadonlyMap<string, MetricDeclaration>;
  readonly gauges: ReadonlyMap<string, MetricDeclaration>;
  readonly breakdowns: ReadonlyMap<string, BreakdownReader>;
  readonly server: ReadonlyMap<string, MetricDeclaration>;
  readonly derived: readonly MetricDeclaration[];
  readonly dimensions: ReadonlySet<string>;
}

/** A breakdown with its closed labels, if it has such, as a set. */
export interface BreakdownReader {
  readonly metric: MetricDeclaration;
  readonly labels: ReadonlySet<string> | undefined;
  readonly max: number;
  /** Pointers of the breakdown, of a label and of a second label, made once. */
  readonly path: string;
  readonly labelPath: string;
  readonly secondPath: string;
}

function readerOf(product: ProductDeclaration): ProductReader {
  const at = (place: ReturnType<typeof placeOf>) =>
    product.metrics.filter((metric) => placeOf(metric) === place);
  const byId = (place: ReturnType<typeof placeOf>) => new Map(at(place).map((metric) => [metric.id, metric]));
  return {
    product,
    counters: byId('counters'),
    gauges: byId('gauges'),
    server: byId('server'),
    derived: at('derived'),
    dimensions: new Set(product.dimensions.map((dimension) => dimension.id)),
    breakdowns: new Map(
      at('breakdowns').map((metric) => [
        metric.id,
        {
          metric,
          labels: metric.labels && new Set(metric.labels),
          max: Number(metric.max),
          path: `/breakdowns/${metric.id}`,
          labelPath: `/breakdowns/${metric.id}/*`,
          secondPath: `/breakdowns/${metric.id}/*/*`,
        },
      ]),
    ),
  };
}

const readers = new Map(PRODUCTS.map((product) => [product.id as string, readerOf(product)]));

/** The reader of a product, or undefined when it is not in the catalogue. */
export function productReader(id: string): ProductReader | undefined {
  return readers.get(id);
}
