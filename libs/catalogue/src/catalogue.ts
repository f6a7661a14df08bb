import type { ProductDeclaration } from './domain/product';
import type { StatisticDeclaration } from './domain/statistic';
import { CUSTOMER_STATISTICS } from './products/customer-statistics';
import { JENKINS } from './products/jenkins';
import { MANAGEMENT_CONSOLE } from './products/management-console';
import { ROBOSERVER } from './products/roboserver';

/** Version of the catalogue, kept with every report; raised when a declaration changes. At most 16 characters. */
export const CATALOGUE_VERSION = '2026.1';

/** Every product that may report. */
export const PRODUCTS: readonly ProductDeclaration[] = [ROBOSERVER, MANAGEMENT_CONSOLE, JENKINS];

/** Every monthly table: those of the products, then those of the customer base. */
export const STATISTICS: readonly StatisticDeclaration[] = [
  ...PRODUCTS.flatMap((product) => product.statistics),
  ...CUSTOMER_STATISTICS,
];

const products = new Map<string, ProductDeclaration>(PRODUCTS.map((product) => [product.id, product]));
const statistics = new Map(STATISTICS.map((statistic) => [statistic.id, statistic]));

/** The product with this id, or undefined. */
export function productById(id: string): ProductDeclaration | undefined {
  return products.get(id);
}

/** The statistic with this id, or undefined. */
export function statisticById(id: string): StatisticDeclaration | undefined {
  return statistics.get(id);
}
