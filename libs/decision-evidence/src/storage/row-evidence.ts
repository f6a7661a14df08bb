import type { Category, Reader } from '@hearth/policy';
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
 * scopes of that name. A consent’s scope is named by party and purpose, so that it serves no other purpose.
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
