import { lockForUpdate, selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Instants, Removal } from '../domain/removal';
import { ROWS_AT_ONCE } from '../domain/removal';
import { closeMonths } from './closed-months';
import { keepBases } from './counter-bases';
import type { FactKey, RemovedFact } from './fact-rows';
import { deleteFacts, readRemoved } from './fact-rows';

/** Installations of one look. Each has a row a day at most, and only the days that are as old as the cut-off are read. */
const INSTALLATIONS_AT_ONCE = 200;
// A report may tell of a day that is one ahead of ours: later days than this cannot have been received by the cut-off.
const AHEAD_MS = 2 * 86_400_000;

function latestDay(cutOff: number): number {
  return Number(new Date(cutOff + AHEAD_MS).toISOString().slice(0, 10).replaceAll('-', ''));
}

/**
 * Daily facts, installation by installation, which is how their key begins. What the first fact that stays was measured from
 * is kept in `counter_bases`, in the same transaction.
 */
export const FACT_REMOVAL: Removal = {
  class: 'daily-facts',
  room: 'usage',
  table: 'facts',
  async *remove(usage, at) {
    for await (const page of installations(usage)) {
      for (;;) {
        const expired = await expiring(usage, page, at);
        if (expired.length === 0) break;
        await closeMonths(
          usage,
          expired.map(({ day, product }) => ({ month: Math.floor(day / 100), product })),
          at.now,
        );
        yield await usage.write((m) => removeFacts(m, expired, at));
      }
    }
  },
  async count(usage, { cutOff }) {
    const [row] = await usage.read((m) =>
      m.query<{ n: number | string }[]>(
        'SELECT COUNT(*) AS n FROM facts WHERE day <= ? AND last_received <= ?',
        [latestDay(cutOff), cutOff],
      ),
    );
    return Number(row?.n ?? 0);
  },
};

async function* installations(usage: RoomDatabase): AsyncGenerator<readonly Buffer[]> {
  let after = Buffer.alloc(0);
  for (;;) {
    const rows = await usage.read((m) =>
      m.query<{ id: Buffer }[]>(
        `SELECT id FROM installations WHERE id > ? ORDER BY id LIMIT ${INSTALLATIONS_AT_ONCE}`,
        [after],
      ),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ id }) => id);
    after = Buffer.from(last.id);
  }
}

function expiring(
  usage: RoomDatabase,
  page: readonly Buffer[],
  { cutOff }: Instants,
): Promise<readonly (FactKey & { readonly product: string })[]> {
  return usage.read((m) =>
    selectIn(
      m,
      'SELECT installation, day, counters_since, product FROM facts WHERE installation',
      page,
      // Oldest first, as the key is: so is what the rest is measured from the last that went.
      `AND day <= ? AND last_received <= ? ORDER BY installation, day LIMIT ${ROWS_AT_ONCE}`,
      { after: [latestDay(cutOff), cutOff] },
    ),
  );
}

/** Removes these facts but for those that a report has renewed meanwhile. Returns how many went. */
async function removeFacts(
  m: EntityManager,
  keys: readonly FactKey[],
  { cutOff }: Instants,
): Promise<number> {
  const ids = [...new Set(keys.map(({ installation }) => installation.toString('hex')))].sort();
  // As the intake does it: whoever holds an installation's row decides alone what its facts are until the end.
  await selectIn(
    m,
    'SELECT id FROM installations WHERE id',
    ids.map((id) => Buffer.from(id, 'hex')),
    `ORDER BY id${lockForUpdate(m)}`,
  );
  const removed: readonly RemovedFact[] = await readRemoved(m, keys, cutOff);
  await deleteFacts(m, removed);
  await keepBases(m, removed);
  return removed.length;
}
