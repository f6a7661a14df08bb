import { openDatabase } from '@hearth/storage';
import type { Entity, RoomDatabase } from '@hearth/storage';
import { targetOf } from './config';
import type { RoomsConfig } from './config';
import { ROOMS } from './domain/names';
import type { AccountName, RoomName } from './domain/names';
import { RIGHTS } from './domain/rights';
import { MIGRATIONS } from './migrations/by-room';

/** The one account that writes many small units and waits for each; it may neither delete nor change a table. */
const SCRIPTED: ReadonlySet<AccountName> = new Set(['intake']);

/**
 * Opens a room as an account. On MySQL the server holds the account to its rights; on SQLite nothing does, and only an
 * account without any right in the room is turned away.
 *
 * @throws TypeError when the account has no right in the room: a mistake in the program.
 */
export async function openRoom(
  config: RoomsConfig,
  room: RoomName,
  account: AccountName,
  entities: readonly Entity[] = [],
): Promise<RoomDatabase> {
  if (!RIGHTS.some((right) => right.account === account && right.room === room)) {
    throw new TypeError(`The account ${account} has no right in the room ${room}`);
  }
  return openDatabase({ target: targetOf(config, room, account), entities, scripts: SCRIPTED.has(account) });
}

/** Which migrations ran in a room, oldest first; none when it was up to date. */
export interface MigratedRoom {
  readonly room: RoomName;
  readonly ran: readonly string[];
}

/**
 * Brings every room's tables up to date, all rooms at once. On MySQL the schemas must be there (`provision` makes
 * them) and `config.url(room, 'migrator')` is used. Safe to repeat, also after a run that was cut off. On MySQL run it
 * in one process at a time.
 */
export async function migrateRooms(config: RoomsConfig): Promise<MigratedRoom[]> {
  const runs = await Promise.allSettled(ROOMS.map((room) => migrateRoom(config, room)));
  // Every room has come to rest before the first failure is told.
  return runs.map((run) => {
    if (run.status === 'rejected') throw run.reason;
    return run.value;
  });
}

async function migrateRoom(config: RoomsConfig, room: RoomName): Promise<MigratedRoom> {
  const target = targetOf(config, room, 'migrator');
  const database = await openDatabase({ target, entities: [], migrations: MIGRATIONS[room] });
  const ran = database.migrated;
  await database.close();
  return { room, ran };
}
