import type { Cell } from '@hearth/catalogue';
import { failpoint } from '@hearth/failpoints';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows, upsertRows } from '@hearth/storage';
import type { DoneMonth } from '../domain/due';

const INT64_MAX = 2n ** 63n - 1n;

/** What a roll-up puts in the place of what was there. */
export interface MonthTables {
  readonly done: DoneMonth;
  readonly doneAt: number;
  /** Every declared statistic of the month and product, those without cells as well. */
  readonly tables: readonly { readonly statistic: string; readonly cells: readonly Cell[] }[];
}

/** Which months were rolled up, and from which revisions. */
export async function readDone(statistics: RoomDatabase): Promise<readonly DoneMonth[]> {
  const rows = await statistics.read((m) =>
    m.query<
      { month: number; product: string; revision: number | string; subjects_revision: number | string }[]
    >('SELECT month, product, revision, subjects_revision FROM done_months'),
  );
  return rows.map((row) => ({
    month: row.month,
    product: row.product,
    revision: BigInt(row.revision),
    subjectsRevision: BigInt(row.subjects_revision),
  }));
}

/** Replaces a month's tables and marks it done, in one transaction: a reader sees the old ones or the new ones. */
export async function replaceMonth(
  statistics: RoomDatabase,
  { done, doneAt, tables }: MonthTables,
): Promise<void> {
  await statistics.write(async (m) => {
    // The mark comes first, for its lock: a second roll-up of the same month waits here instead of mixing its cells in.
    await markDone(statistics, done, doneAt);
    failpoint('roll-up.month-marked');
    for (const { statistic, cells } of tables) {
      await m.query('DELETE FROM cells WHERE statistic = ? AND month = ?', [statistic, done.month]);
      failpoint('roll-up.cells-deleted');
      await insertRows(
        m,
        'cells',
        ['statistic', 'month', 'k1', 'k2', 'k3', 'value', 'customers', 'installations'],
        cells.map((cell) => [
          statistic,
          done.month,
          cell.k1,
          cell.k2,
          cell.k3,
          // Sums of 64-bit counters may not fit 64 bits. The greatest value stands then: an error would stop the month for good.
          cell.value > INT64_MAX ? INT64_MAX : cell.value,
          cell.customers,
          cell.installations,
        ]),
      );
      failpoint('roll-up.cells-inserted');
    }
  });
}

/** Notes from what a month that is kept would be done now. Its cells stay, and so does the time at which they were counted. */
export async function noteKept(
  statistics: RoomDatabase,
  { month, product, revision, subjectsRevision }: DoneMonth,
): Promise<void> {
  await statistics.write((m) =>
    m.query('UPDATE done_months SET revision = ?, subjects_revision = ? WHERE month = ? AND product = ?', [
      revision,
      subjectsRevision,
      month,
      product,
    ]),
  );
}

/** Marks a month done. Joins the transaction that is open. */
export async function markDone(statistics: RoomDatabase, done: DoneMonth, doneAt: number): Promise<void> {
  await statistics.write((m) =>
    upsertRows(
      m,
      'done_months',
      ['month', 'product', 'revision', 'subjects_revision', 'done_at'],
      [[done.month, done.product, done.revision, done.subjectsRevision, doneAt]],
      { key: ['month', 'product'], update: ['revision', 'subjects_revision', 'done_at'] },
    ),
  );
}
