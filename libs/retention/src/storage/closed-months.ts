import type { RoomDatabase } from '@hearth/storage';

/** A month of a product, YYYYMM. */
export interface ProductMonth {
  readonly month: number;
  readonly product: string;
}

/**
 * Marks months as closed, durably, before the first of their rows goes: from then on no roll-up of them is computed anew. A roll-up
 * that is reading them meanwhile looks for the mark once more before it writes.
 */
export async function closeMonths(
  usage: RoomDatabase,
  months: readonly ProductMonth[],
  at: number,
): Promise<void> {
  const distinct = new Map(months.map((one) => [`${one.month}/${one.product}`, one]));
  await usage.write(async (m) => {
    // In order, as reports mark them, so that two who mark the same months cannot block each other for good.
    for (const [, { month, product }] of [...distinct].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await m.query(
        'UPDATE dirty_months SET closed_at = ? WHERE month = ? AND product = ? AND closed_at IS NULL',
        [at, month, product],
      );
    }
  });
}
