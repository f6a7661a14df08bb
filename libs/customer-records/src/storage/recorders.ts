import type { RoomDatabase } from '@hearth/storage';
import { upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { listOf, run, select, sql } from './sql';

/** Who recorded these customers, by id. One that was erased is not there. */
export async function readRecorders(
  m: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await select(m, sql`SELECT id, recorded_by FROM customers WHERE id IN ${listOf(ids)}`);
  return new Map(rows.map((row) => [String(row['id']), String(row['recorded_by'])]));
}

/**
 * Says in the access room who recorded these customers, and nothing any more of those that are gone. Who recorded a customer
 * never changes, so that most publications find it said and write nothing.
 */
export async function publishRecorders(
  access: RoomDatabase,
  ids: readonly string[],
  recorders: ReadonlyMap<string, string>,
): Promise<void> {
  const said = await access.read((m) =>
    select(m, sql`SELECT customer FROM customer_recorders WHERE customer IN ${listOf(ids)}`),
  );
  const known = new Set(said.map((row) => String(row['customer'])));
  const gone = [...known].filter((id) => !recorders.has(id));
  const missing = [...recorders].filter(([id]) => !known.has(id));
  if (gone.length + missing.length === 0) return;
  await access.write(async (m) => {
    await upsertRows(m, 'customer_recorders', ['customer', 'recorded_by'], missing, {
      key: ['customer'],
      update: ['recorded_by'],
    });
    if (gone.length > 0) await run(m, sql`DELETE FROM customer_recorders WHERE customer IN ${listOf(gone)}`);
  });
}
