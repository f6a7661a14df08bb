import type { CorrectionReason } from '../domain/gather-counted';
import type { CorrectionQuery, CorrectionRecord } from '../domain/usage-reader';
import type { StoreAccess } from './store-access';

/** What changed figures of days that had closed: counts by day, product and reason, and nothing of anybody. */
export async function readCorrections(
  access: StoreAccess,
  { from, to, product }: CorrectionQuery,
): Promise<readonly CorrectionRecord[]> {
  access.granted('operation.intake');
  const rows = await access.usage.read((m) =>
    m.query<Record<string, unknown>[]>(
      `SELECT day, product, reason, count_value, first_at, last_at FROM corrections
        WHERE day BETWEEN ? AND ? ${product === undefined ? '' : 'AND product = ?'} ORDER BY day, product, reason`,
      [from, to, ...(product === undefined ? [] : [product])],
    ),
  );
  return rows.map((row) => ({
    day: Number(row['day']),
    product: row['product'] as string,
    reason: row['reason'] as CorrectionReason,
    count: BigInt(row['count_value'] as number | string),
    firstAt: Number(row['first_at']),
    lastAt: Number(row['last_at']),
  }));
}
