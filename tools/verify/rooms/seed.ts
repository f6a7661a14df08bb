import { MIGRATIONS_TABLE, ROOMS, schemaName } from '@hearth/rooms';
import type { RoomName } from '@hearth/rooms';
import type { Connection } from 'mysql2/promise';

/** A table as the server has it, whatever our own lists say. */
export interface ServerTable {
  readonly room: RoomName;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly length: number }[];
}

export async function serverTables(admin: Connection, prefix: string): Promise<ServerTable[]> {
  const tables: ServerTable[] = [];
  for (const room of ROOMS) {
    const [rows] = await admin.query(
      `SELECT TABLE_NAME AS name, COLUMN_NAME AS col, DATA_TYPE AS type, CHARACTER_MAXIMUM_LENGTH AS length
         FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION`,
      [schemaName(prefix, room)],
    );
    const byTable = new Map<string, { name: string; type: string; length: number }[]>();
    for (const { name, col, type, length } of rows as {
      name: string;
      col: string;
      type: string;
      length: number;
    }[]) {
      byTable.set(name, [...(byTable.get(name) ?? []), { name: col, type, length }]);
    }
    for (const [table, columns] of byTable) tables.push({ room, table, columns });
  }
  return tables;
}

/** Puts one row into every table but that of migrations, so that a read which is allowed has something to show. */
export async function seedOneRowEach(
  admin: Connection,
  prefix: string,
  tables: readonly ServerTable[],
): Promise<void> {
  for (const { room, table, columns } of tables) {
    if (table === MIGRATIONS_TABLE) continue;
    const name = `\`${schemaName(prefix, room)}\`.\`${table}\``;
    // A migration may have put its one row there.
    const [there] = await admin.query(`SELECT 1 FROM ${name} LIMIT 1`);
    if ((there as unknown[]).length > 0) continue;
    const values = columns.map(({ type, length }) => {
      if (type === 'binary') return Buffer.alloc(length, 1);
      if (/blob|binary/.test(type)) return Buffer.from('sealed');
      return /char|text/.test(type) ? 'x' : 1;
    });
    await admin.query(`INSERT INTO ${name} VALUES (?)`, [values]);
  }
}
