import { unwrapCommitmentKey } from '@hearth/keys';
import { commitmentMonth, commitmentOf, RECORD_RETENTION_MONTHS } from '@hearth/release-record';
import type { EntityManager } from 'typeorm';

/** The last months for which entries are kept, this one first and one more for a month that has begun elsewhere. */
export function recordMonths(at: number): string[] {
  const day = new Date(at);
  return Array.from({ length: RECORD_RETENTION_MONTHS + 2 }, (_, back) =>
    commitmentMonth(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1 - back, 1)),
  );
}

/** The commitments by which a customer's entries are found; none where its key was never made, or was destroyed. */
export async function commitmentsOf(
  m: EntityManager,
  master: Buffer,
  customer: string,
  at: number,
): Promise<Buffer[]> {
  const [row] = await m.query<{ wrapped: Uint8Array }[]>(
    'SELECT wrapped FROM commitment_keys WHERE customer = ?',
    [customer],
  );
  if (!row) return [];
  const key = unwrapCommitmentKey(master, row.wrapped, customer);
  return recordMonths(at).map((month) => commitmentOf(key, month));
}
