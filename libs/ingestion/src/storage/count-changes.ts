import { selectIn, upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Correction } from '../domain/gather-counted';
import { bytes } from './hexadecimal';

/** Marks months for the roll-up. One that reads while this commits sees an older revision than it will find, and comes again. */
export async function markDirty(
  m: EntityManager,
  months: readonly { readonly month: number; readonly product: string }[],
): Promise<void> {
  const marks = months.map(({ month, product }) => [month, product, 1]);
  await upsertRows(m, 'dirty_months', ['month', 'product', 'revision'], marks, {
    key: ['month', 'product'],
    update: { revision: 'add' },
  });
}

/** Counts what changed days that had closed. */
export async function addCorrections(
  m: EntityManager,
  corrections: readonly Correction[],
  now: number,
): Promise<void> {
  const columns = ['day', 'product', 'reason', 'count_value', 'first_at', 'last_at'];
  const rows = corrections.map(({ day, product, reason, count }) => [day, product, reason, count, now, now]);
  await upsertRows(m, 'corrections', columns, rows, {
    key: ['day', 'product', 'reason'],
    update: { count_value: 'add', first_at: 'min', last_at: 'max' },
  });
}

/** Marks every month of which these installations have facts: they count from now on, and did not before. */
export async function markMonthsOf(m: EntityManager, installations: readonly string[]): Promise<void> {
  const rows = await selectIn<{ day: number; product: string }>(
    m,
    'SELECT DISTINCT day, product FROM facts WHERE installation',
    installations.map(bytes),
  );
  const months = new Map(
    rows.map(({ day, product }) => {
      const month = Math.floor(Number(day) / 100);
      return [`${month}/${product}`, { month, product }];
    }),
  );
  await markDirty(
    m,
    [...months.keys()].sort().map((key) => months.get(key) as { month: number; product: string }),
  );
}
