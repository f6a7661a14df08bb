import { dayOf } from '@hearth/catalogue';
import type { Claim, Policy } from '@hearth/policy';
import { decide } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { refuse } from '@hearth/subgraph';
import { basisBy, basisFrom, basisName } from '../domain/basis';
import type { StatisticTables } from '../domain/tables-port';

interface Row {
  done_at: number;
  statistic: string | null;
  k1: string | null;
  k2: string | null;
  k3: string | null;
  value: number | string | null;
  customers: number | null;
  installations: number | null;
}

/**
 * Reads roll-ups for one reader, and is the third door: it decides by itself, under the policy that it was made with, and asks
 * the database nothing for a reader to whom that does not give statistics.internal.
 */
export function storedTables(o: {
  readonly statistics: RoomDatabase;
  readonly reader: Claim;
  readonly policy: Policy;
  /** UTC milliseconds. */
  readonly now: () => number;
}): StatisticTables {
  const { statistics, reader, policy, now } = o;
  return {
    async find({ statistic, product, month, keys }) {
      const decision = decide(policy, reader, 'statistics.internal');
      if (!decision.allowed) refuse(decision, 'statistics.internal');
      // One statement, so that the mark and the cells are of one roll-up even while the next one commits.
      const rows = await statistics.read((m) =>
        m.query<Row[]>(
          'SELECT d.done_at, c.statistic, c.k1, c.k2, c.k3, c.value, c.customers, c.installations' +
            ' FROM done_months d LEFT JOIN cells c ON c.statistic IN (?, ?) AND c.month = d.month' +
            ' WHERE d.month = ? AND d.product = ?',
          [statistic, basisName(product), month, product],
        ),
      );
      const mark = rows[0];
      if (mark === undefined) return undefined;
      const basis = basisFrom(
        rows
          .filter((row) => row.statistic === basisName(product))
          .map((row) => ({ k1: row.k1 ?? '', value: BigInt(row.value ?? 0) })),
      );
      return {
        asOf: Number(mark.done_at),
        // A month without cells is one row of the mark alone.
        cells: rows
          .filter((row) => row.statistic === statistic)
          .map((row) => ({
            keys: [row.k1 ?? '', row.k2 ?? '', row.k3 ?? ''].slice(0, keys),
            value: BigInt(row.value ?? 0),
            customers: row.customers,
            installations: row.installations ?? 0,
          })),
        basis: basis && basisBy(basis, month, dayOf(now())),
      };
    },
  };
}
