import type { FailurePage, FailureRecord, OutcomeCount } from '../domain/usage-reader';
import type { StoreAccess } from './store-access';

/** A page of the failures table in the order of its key: codes, paths and counts, never a sample. */
export async function readFailures(
  access: StoreAccess,
  page: FailurePage,
): Promise<readonly FailureRecord[]> {
  access.granted('operation.failures');
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  if (page.kind !== undefined) {
    conditions.push('kind = ?');
    parameters.push(page.kind);
  }
  if (page.after !== undefined) {
    const { code, path, product } = page.after;
    conditions.push('(code > ? OR (code = ? AND (path > ? OR (path = ? AND product > ?))))');
    parameters.push(code, code, path, path, product);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = await access.usage.read((m) =>
    m.query<Record<string, unknown>[]>(
      `SELECT code, path, product, kind, count_value, first_seen, last_seen FROM failures ${where}
        ORDER BY code, path, product LIMIT ?`,
      [...parameters, page.limit],
    ),
  );
  return rows.map((row) => ({
    code: row['code'] as string,
    path: row['path'] as string,
    product: row['product'] as string,
    kind: row['kind'] as string,
    count: BigInt(row['count_value'] as number | string),
    firstSeen: Number(row['first_seen']),
    lastSeen: Number(row['last_seen']),
  }));
}

/** How many reports were received in a span of time, by outcome. */
export async function readOutcomes(
  access: StoreAccess,
  from: number,
  to: number,
): Promise<readonly OutcomeCount[]> {
  access.granted('operation.intake');
  const rows = await access.usage.read((m) =>
    m.query<Record<string, unknown>[]>(
      `SELECT outcome, COUNT(*) AS reports, MAX(received_at) AS last_received FROM reports
        WHERE received_at >= ? AND received_at < ? GROUP BY outcome`,
      [from, to],
    ),
  );
  return rows.map((row) => ({
    outcome: row['outcome'] as string,
    reports: Number(row['reports']),
    lastReceivedAt: Number(row['last_received']),
  }));
}
