import { insertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { SqlValue } from './sql';
import { joined, name, run, sql } from './sql';

type Columns = Readonly<Record<string, SqlValue>>;

/** Inserts a row when `fixed` (the columns that never change) is given, and otherwise updates the row with that id. */
export async function writeRow(
  m: EntityManager,
  table: 'customers' | 'contacts' | 'agreements',
  id: string,
  values: Columns,
  fixed: Columns | undefined,
): Promise<void> {
  if (fixed !== undefined) {
    const row = { id, ...fixed, ...values };
    await insertRows(m, table, Object.keys(row), [Object.values(row)]);
    return;
  }
  const assignments = Object.entries(values).map(([column, value]) => sql`${name(column)} = ${value}`);
  await run(m, sql`UPDATE ${name(table)} SET ${joined(assignments, ', ')} WHERE id = ${id}`);
}
