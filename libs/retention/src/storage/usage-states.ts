import { deleteRows } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { Instants, Removal } from '../domain/removal';
import { ROWS_AT_ONCE } from '../domain/removal';
import type { ProductMonth } from './closed-months';
import { closeMonths } from './closed-months';

// A report may tell of a day that is one ahead of ours; the month after that of the cut-off can hold what was received by it.
const AHEAD_MS = 2 * 86_400_000;

function latestMonth(cutOff: number): number {
  const at = new Date(cutOff + AHEAD_MS);
  return at.getUTCFullYear() * 100 + at.getUTCMonth() + 1;
}

/** The states of installations in a month, month by month: the key begins with it, and only months that are as old are looked at. */
export const STATE_REMOVAL: Removal = {
  class: 'month-states',
  room: 'usage',
  table: 'month_states',
  async *remove(usage, at) {
    const months = await expiring(usage, at);
    if (months.length > 0) await closeMonths(usage, months, at.now);
    for (const { month, product } of months) {
      const expired = {
        sql: 'month = ? AND product = ? AND last_received <= ?',
        values: [month, product, at.cutOff],
      };
      for (;;) {
        const gone = await usage.write((m) => deleteRows(m, 'month_states', expired, ROWS_AT_ONCE));
        yield gone;
        if (gone < ROWS_AT_ONCE) break;
      }
    }
  },
  async count(usage, { cutOff }) {
    const [row] = await usage.read((m) =>
      m.query<{ n: number | string }[]>(
        'SELECT COUNT(*) AS n FROM month_states WHERE month <= ? AND last_received <= ?',
        [latestMonth(cutOff), cutOff],
      ),
    );
    return Number(row?.n ?? 0);
  },
};

function expiring(usage: RoomDatabase, { cutOff }: Instants): Promise<ProductMonth[]> {
  return usage.read((m) =>
    m.query<ProductMonth[]>(
      'SELECT DISTINCT month, product FROM month_states WHERE month <= ? AND last_received <= ?',
      [latestMonth(cutOff), cutOff],
    ),
  );
}
