import type { DimensionKey, KeySource, StatisticDeclaration } from '../domain/statistic';

type SubjectField = Extract<KeySource, { kind: 'subject' }>['field'];

const table = (dimension: DimensionKey, field: SubjectField, demographic: boolean): StatisticDeclaration => ({
  id: `customers-by-${dimension}`,
  title: `Customers by ${dimension}`,
  description: `Customers with an agreement in force in the month, by ${dimension}.`,
  product: null,
  measure: 'customers',
  unit: 'customers',
  by: [{ dimension, from: { kind: 'subject', field } }],
  demographic,
});

/** Tables of the customer base, which belong to no product. */
export const CUSTOMER_STATISTICS: readonly StatisticDeclaration[] = [
  table('industry', 'industry', true),
  table('country', 'country', true),
  table('size', 'sizeBand', true),
  table('edition', 'edition', false),
];
