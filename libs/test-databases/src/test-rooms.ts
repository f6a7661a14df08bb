import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ACCOUNTS,
  migrateRooms,
  mysqlRooms,
  openRoom,
  provision,
  ROOMS,
  schemaName,
  userName,
} from '@hearth/rooms';
import type { AccountName, RoomName, RoomsConfig } from '@hearth/rooms';
import type { Dialect, Entity, RoomDatabase } from '@hearth/storage';
import { createConnection } from 'mysql2/promise';
import { sharedMysql } from './shared-server';

/** Five fresh, migrated rooms, and on MySQL every account with its rights. */
export interface TestRooms {
  readonly dialect: Dialect;
  readonly config: RoomsConfig;
  /** Opens a room as an account; the same room and account are opened once. Closed by `close`. */
  open(room: RoomName, account: AccountName, entities?: readonly Entity[]): Promise<RoomDatabase>;
  /** Closes what was opened and deletes the rooms. */
  close(): Promise<void>;
}

/** Makes fresh rooms. On MySQL they stand on the test file's shared server, which `describeEachDialect` ends. */
export async function openTestRooms(dialect: Dialect): Promise<TestRooms> {
  const made = dialect === 'sqlite' ? await sqliteRooms() : await mysqlRoomsOfOurOwn();
  const opened = new Map<string, Promise<RoomDatabase>>();
  return {
    dialect,
    config: made.config,
    open(room, account, entities = []) {
      if (entities.length > 0) {
        const own = openRoom(made.config, room, account, entities);
        opened.set(`${room}/${account}/${opened.size}`, own);
        return own;
      }
      const name = `${room}/${account}`;
      const known = opened.get(name) ?? openRoom(made.config, room, account);
      opened.set(name, known);
      return known;
    },
    async close() {
      for (const database of opened.values()) await (await database.catch(() => undefined))?.close();
      await made.remove();
    },
  };
}

interface Made {
  readonly config: RoomsConfig;
  remove(): Promise<void>;
}

async function sqliteRooms(): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-rooms-'));
  const config: RoomsConfig = { kind: 'sqlite', folder };
  await migrateRooms(config);
  return { config, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function mysqlRoomsOfOurOwn(): Promise<Made> {
  const { adminUrl } = await sharedMysql();
  const prefix = `t${randomBytes(4).toString('hex')}`;
  const passwords = Object.fromEntries(ACCOUNTS.map((name) => [name, randomBytes(9).toString('base64')]));
  await provision({ adminUrl, prefix, passwords: passwords as Record<AccountName, string> });
  return {
    config: mysqlRooms({ adminUrl, prefix, passwords }),
    async remove() {
      const admin = await createConnection(adminUrl);
      for (const room of ROOMS) await admin.query(`DROP DATABASE \`${schemaName(prefix, room)}\``);
      for (const account of ACCOUNTS) await admin.query("DROP USER ?@'%'", [userName(prefix, account)]);
      await admin.end();
    },
  };
}
