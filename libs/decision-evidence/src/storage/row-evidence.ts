import type { Category, Reader, RowScope } from '@hearth/policy';
import { CATEGORIES, isWithin } from '@hearth/policy';
import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { RowEvidence, RowGrants } from '../domain/row-evidence';

interface Row {
  readonly customer: string;
  readonly category: string;
}

/**
 * Asks the access room, as any account that may read assignments, contracts and scopes there. A partner holds what is assigned to
 * it within the terms of assignment and contract, days in UTC; whoever comes with a case, an order or a consent holds what the
 * scopes of that name. A consent’s scope is named by party and purpose, so that it serves no other purpose. Who recorded a
 * customer is what customer-records published.
 *
 * @param o.now UTC milliseconds
 */
export function createRowEvidence(o: {
  readonly access: RoomDatabase;
  readonly now: () => number;
}): RowEvidence {
  const questionOf = (reader: Reader): Question | undefined => {
    if (reader.party === undefined) return undefined;
    return reader.audience === 'partner' ? assigned(reader.party, o.now()) : scoped(reader, o.now());
  };

  return {
    async grantsOn(reader, customers): Promise<RowGrants> {
      const grants = new Map<string, '*' | Category[]>();
      const question = questionOf(reader);
      if (!question || customers.length === 0) return grants;
      const { sql, column, values } = question;
      const rows = await o.access.read((m) =>
        selectIn<Row>(m, `${sql} AND ${column}`, [...new Set(customers)], '', { before: values }),
      );
      for (const { customer, category } of rows) {
        const held = grants.get(customer) ?? [];
        if (category === '*' || held === '*') grants.set(customer, '*');
        else grants.set(customer, [...held, category as Category]);
      }
      return grants;
    },
    async recordedBy(reader, customers) {
      const rows = await o.access.read((m) =>
        selectIn<{ readonly customer: string }>(
          m,
          'SELECT customer FROM customer_recorders WHERE recorded_by = ? AND customer',
          [...new Set(customers)],
          '',
          { before: [reader.client] },
        ),
      );
      return new Set(rows.map(({ customer }) => customer));
    },
    async partnersOf(reader, rows, partners) {
      const ways = rows.flatMap((which) => partnersBy(which, reader, o.now()) ?? []);
      if (ways.length === 0) return new Set();
      const sql = ways.map((way) => way.sql).join(' OR ');
      const found = await o.access.read((m) =>
        selectIn<{ readonly id: string }>(
          m,
          `SELECT p.id FROM partners p WHERE (${sql}) AND p.id`,
          [...new Set(partners)],
          '',
          { before: ways.flatMap(({ values }) => values) },
        ),
      );
      return new Set(found.map(({ id }) => id));
    },
    async customersOf(reader) {
      const question = questionOf(reader);
      if (!question) return [];
      const rows = await o.access.read((m) => m.query<Row[]>(question.sql, [...question.values]));
      return [...new Set(rows.map(({ customer }) => customer))];
    },
  };
}

interface Question {
  readonly sql: string;
  readonly column: string;
  readonly values: readonly unknown[];
}

function assigned(partner: string, now: number): Question {
  const today = new Date(now).toISOString().slice(0, 10);
  return {
    sql: `SELECT a.customer, '*' AS category FROM assignments a JOIN partners p ON p.id = a.partner
      WHERE a.partner = ? AND a.starts_on <= ? AND (a.ends_on IS NULL OR a.ends_on >= ?)
      AND (p.contract_ends_on IS NULL OR p.contract_ends_on >= ?)`,
    column: 'a.customer',
    values: [partner, today, today, today],
  };
}

function scoped({ party, purpose }: Reader, now: number): Question {
  return {
    sql: `SELECT s.customer, s.category FROM scope s
      WHERE s.party IN (?, ?) AND (s.until_at IS NULL OR s.until_at > ?)`,
    column: 's.customer',
    values: [party, `${party}/${purpose}`, now],
  };
}

/** The categories that a scope may name so that it covers partners. */
const COVER_PARTNERS: readonly string[] = [
  '*',
  ...CATEGORIES.map(({ key }) => key).filter((key) => isWithin('access.partner', key)),
];

/** A condition on partners p; undefined where the rows open none to this reader. */
function partnersBy(rows: RowScope, reader: Reader, now: number): Omit<Question, 'column'> | undefined {
  const { party, customer, purpose, client } = reader;
  if (rows === 'scoped' && party !== undefined) {
    return {
      sql: `p.id IN (SELECT a.partner FROM assignments a JOIN scope s ON s.customer = a.customer
        WHERE s.party IN (?, ?) AND s.category IN (${COVER_PARTNERS.map(() => '?').join(', ')})
        AND (s.until_at IS NULL OR s.until_at > ?))`,
      values: [party, `${party}/${purpose}`, ...COVER_PARTNERS, now],
    };
  }
  if (rows === 'self' && customer !== undefined) {
    return { sql: 'p.id IN (SELECT a.partner FROM assignments a WHERE a.customer = ?)', values: [customer] };
  }
  return rows === 'own-records' ? { sql: 'p.recorded_by = ?', values: [client] } : undefined;
}
