import type { RoomName, RoomsConfig } from '@hearth/rooms';
import type { DatabaseTarget, RoomDatabase } from '@hearth/storage';
import { insertRows, openDatabase } from '@hearth/storage';

/** Rooms as who makes the tables sees them: past every account's rights, to seed rows and to read them. */
export interface AllRows {
  /** Inserts a row; of columns that are not given, those that must have a value get one that no other row has. */
  insert(room: RoomName, table: string, given: Readonly<Record<string, unknown>>): Promise<void>;
  /** One column of all rows, in order. */
  column<T = unknown>(room: RoomName, table: string, column: string): Promise<T[]>;
  /** All rows as JSON, in an order of their own content. */
  dump(room: RoomName, tables: readonly string[]): Promise<string[]>;
  empty(room: RoomName, tables: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

function targetOf(config: RoomsConfig, room: RoomName): DatabaseTarget {
  return config.kind === 'sqlite'
    ? { kind: 'sqlite', file: `${config.folder}/${room}.sqlite` }
    : { kind: 'mysql', url: config.url(room, 'migrator') };
}

export function allRows(config: RoomsConfig): AllRows {
  const opened = new Map<RoomName, Promise<RoomDatabase>>();
  let rows = 0;
  const open = (room: RoomName): Promise<RoomDatabase> => {
    const known = opened.get(room) ?? openDatabase({ target: targetOf(config, room), entities: [] });
    opened.set(room, known);
    return known;
  };
  return {
    insert: async (room, table, given) => {
      const database = await open(room);
      rows += 1;
      const runner = database.dataSource.createQueryRunner();
      const columns = (await runner.getTable(table))?.columns ?? [];
      await runner.release();
      const values = columns
        .filter(({ name, isNullable, isGenerated }) => name in given || !(isNullable || isGenerated))
        .map(({ name, type, length }) => [name, name in given ? given[name] : valueOf(type, length, rows)]);
      await database.write((m) =>
        insertRows(
          m,
          table,
          values.map(([name]) => name as string),
          [values.map(([, value]) => value)],
        ),
      );
    },
    column: async <T>(room: RoomName, table: string, column: string) => {
      const found = await (
        await open(room)
      ).read((m) => m.query<Record<string, T>[]>(`SELECT ${column} FROM ${table} ORDER BY ${column}`));
      return found.map((row) => row[column] as T);
    },
    dump: async (room, tables) => {
      const database = await open(room);
      const dumped: string[] = [];
      for (const table of tables) {
        const found = await database.read((m) => m.query<unknown[]>(`SELECT * FROM ${table}`));
        dumped.push(...found.map((row) => `${table} ${JSON.stringify(row)}`).sort());
      }
      return dumped;
    },
    empty: async (room, tables) => {
      const database = await open(room);
      await database.write(async (m) => {
        for (const table of tables) await m.query(`DELETE FROM ${table}`);
      });
    },
    close: async () => {
      for (const database of opened.values()) await (await database).close();
    },
  };
}

function valueOf(type: string, length: string, row: number): unknown {
  if (type === 'binary') {
    const value = Buffer.alloc(Number(length));
    value.writeUInt32BE(row, Number(length) - 4);
    return value;
  }
  if (/blob|binary/.test(type)) return Buffer.from(`sealed ${row}`);
  if (/text/.test(type)) return '{}';
  if (type === 'tinyint') return 1;
  if (/char/.test(type)) return `row ${row}`.slice(0, Number(length));
  return row;
}
