import type { RowFilter } from './row-filter';

/**
 * The entries (e) that a court order still seals from the customers whom they are about, at an instant in UTC ms. An entry
 * under an order names it in `party`; under an order that is not known it stays
 * sealed, and an order that was opened without a seal seals nothing.
 */
export function sealedOrders(at: number): RowFilter {
  return {
    sql: `(e.audience = 'court-order' AND (e.party IS NULL OR e.party NOT IN
      (SELECT o.id FROM court_orders o WHERE o.sealed_until IS NULL OR o.sealed_until <= ?)))`,
    values: [at],
  };
}
