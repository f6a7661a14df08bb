import { dayOf, daysBetween } from '@hearth/catalogue';
import { selectIn } from '@hearth/storage';
import type { ProductCoverage } from '../domain/usage-reader';
import { bytes, hex } from './hexadecimal';
import type { StoreAccess } from './store-access';

/**
 * Of how many days that were due there was a report, by customer and product. Due is every day from an installation's first
 * report, or the first day asked for, to the last day asked for or today.
 */
export async function readCoverage(
  access: StoreAccess,
  subjects: readonly string[],
  from: number,
  to: number,
): Promise<ReadonlyMap<string, readonly ProductCoverage[]>> {
  const where = access.predicate(access.granted('usage.coverage'), 'i.subject');
  const last = Math.min(to, dayOf(access.now()));
  const rows = await access.usage.read((m) =>
    selectIn(
      m,
      `SELECT i.id, i.subject, i.product, i.first_seen, COUNT(DISTINCT f.day) AS days FROM installations i
        LEFT JOIN facts f ON f.installation = i.id AND f.day BETWEEN ? AND ? WHERE i.subject`,
      subjects.map(bytes),
      `AND ${where.sql} GROUP BY i.id, i.subject, i.product, i.first_seen`,
      { before: [from, last], after: where.parameters },
    ),
  );
  const coverages = new Map<string, Map<string, ProductCoverage>>();
  for (const row of rows) {
    const subject = hex(row['subject']);
    const product = row['product'] as string;
    const products = coverages.get(subject) ?? new Map<string, ProductCoverage>();
    coverages.set(subject, products);
    const first = Math.max(from, dayOf(Number(row['first_seen'])));
    const before = products.get(product) ?? { product, daysObserved: 0, daysDue: 0 };
    products.set(product, {
      product,
      daysObserved: before.daysObserved + Number(row['days']),
      daysDue: before.daysDue + Math.max(0, daysBetween(first, last) + 1),
    });
  }
  return new Map([...coverages].map(([subject, products]) => [subject, [...products.values()]]));
}
