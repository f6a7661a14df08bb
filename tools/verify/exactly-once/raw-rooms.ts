import { join } from 'node:path';
import { schemaName, type RoomName } from '@hearth/rooms';
import { createConnection } from 'mysql2/promise';
import { DatabaseSync } from '../sqlite-reader';

export type Row = Readonly<Record<string, unknown>>;

/** The rooms past every account, for a proof to look at and to put back. */
export interface RawRooms {
  rows(room: RoomName, sql: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export function sqliteRooms(home: string): RawRooms {
  return {
    rows: (room, sql) => {
      const file = new DatabaseSync(join(home, 'data', `${room}.sqlite`), { readOnly: false });
      try {
        return Promise.resolve(file.prepare(sql).all() as Row[]);
      } finally {
        file.close();
      }
    },
    close: () => Promise.resolve(),
  };
}

export async function mysqlRawRooms(adminUrl: string, prefix: string): Promise<RawRooms> {
  const connection = await createConnection({ uri: adminUrl, supportBigNumbers: true });
  return {
    rows: async (room, sql) => {
      await connection.query(`USE \`${schemaName(prefix, room)}\``);
      return (await connection.query(sql))[0] as Row[];
    },
    close: () => connection.end(),
  };
}
