import type { Category, Policy, Reader } from '@hearth/policy';
import { CATEGORIES, decide, isWithin } from '@hearth/policy';
import { AccessRefused } from '../domain/faults';
import { dayAt } from '../domain/term';

/** A condition in SQL with the values of its placeholders; undefined means that no row can be the reader's. */
export interface RowFilter {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const EVERY: RowFilter = { sql: '1 = 1', values: [] };

/** The categories that a scope may name so that it covers this one. */
const coverOf = (category: Category): readonly string[] => [
  '*',
  ...CATEGORIES.map(({ key }) => key).filter((key) => isWithin(category, key)),
];

/** The customers of a reader's scope in this room: those of its case, order or consent. */
function scopedCustomers({ party = '', purpose }: Reader, category: Category, at: number): RowFilter {
  const cover = coverOf(category);
  return {
    sql: `SELECT s.customer FROM scope s WHERE s.party IN (?, ?) AND s.category IN (${cover.map(() => '?').join(', ')})
      AND (s.until_at IS NULL OR s.until_at > ?)`,
    values: [party, `${party}/${purpose}`, ...cover, at],
  };
}

/** The assignments (a, with their partner p) that a reader may see at an instant, in UTC ms. Throws AccessRefused. */
export function assignmentFilter(policy: Policy, reader: Reader, at: number): RowFilter | undefined {
  const today = dayAt(at);
  switch (rowsFor(policy, reader, 'access.assignment')) {
    case 'all':
      return EVERY;
    case 'scoped':
      if (reader.party === undefined) return undefined;
      if (reader.audience !== 'partner') {
        const customers = scopedCustomers(reader, 'access.assignment', at);
        return { sql: `a.customer IN (${customers.sql})`, values: customers.values };
      }
      // The assignments themselves are the evidence for a partner's rows.
      return {
        sql: `a.partner = ? AND a.starts_on <= ? AND (a.ends_on IS NULL OR a.ends_on >= ?)
          AND (p.contract_ends_on IS NULL OR p.contract_ends_on >= ?)`,
        values: [reader.party, today, today, today],
      };
    case 'self':
      if (reader.customer === undefined) return undefined;
      return { sql: 'a.customer = ?', values: [reader.customer] };
    case 'own-records':
      return { sql: 'a.recorded_by = ?', values: [reader.client] };
    case 'none':
      return undefined;
  }
}

/** The partners (p) that a reader may see at an instant, in UTC ms. Throws AccessRefused. */
export function partnerFilter(policy: Policy, reader: Reader, at: number): RowFilter | undefined {
  switch (rowsFor(policy, reader, 'access.partner')) {
    case 'all':
      return EVERY;
    case 'scoped':
      if (reader.party === undefined) return undefined;
      if (reader.audience !== 'partner') {
        const customers = scopedCustomers(reader, 'access.partner', at);
        return {
          sql: `p.id IN (SELECT a.partner FROM assignments a WHERE a.customer IN (${customers.sql}))`,
          values: customers.values,
        };
      }
      return { sql: 'p.id = ?', values: [reader.party] };
    case 'self':
      if (reader.customer === undefined) return undefined;
      return {
        sql: 'p.id IN (SELECT a.partner FROM assignments a WHERE a.customer = ?)',
        values: [reader.customer],
      };
    case 'own-records':
      return { sql: 'p.recorded_by = ?', values: [reader.client] };
    case 'none':
      return undefined;
  }
}

function rowsFor(policy: Policy, reader: Reader, category: Category) {
  const decision = decide(policy, reader, category);
  if (!decision.allowed) throw new AccessRefused(decision, { category });
  return decision.rows;
}
