import { join } from 'node:path';
import type { DatabaseTarget } from '@hearth/storage';
import type { AccountName, Migrator, RoomName } from './domain/names';

/** Where the rooms are: five files in one folder, or one schema each on MySQL-compatible servers (the same or several). */
export type RoomsConfig =
  | { readonly kind: 'sqlite'; readonly folder: string }
  | { readonly kind: 'mysql'; readonly url: (room: RoomName, account: AccountName | Migrator) => string };

export function targetOf(
  config: RoomsConfig,
  room: RoomName,
  account: AccountName | Migrator,
): DatabaseTarget {
  return config.kind === 'sqlite'
    ? { kind: 'sqlite', file: join(config.folder, `${room}.sqlite`) }
    : { kind: 'mysql', url: config.url(room, account) };
}

/** MySQL 8 takes user names of 32 characters; the longest account name has 20. */
const PREFIX = /^[a-z][a-z0-9_]{0,10}$/;

function checked(prefix: string): string {
  if (!PREFIX.test(prefix))
    throw new TypeError('A prefix is up to 11 lower-case letters, digits and underscores');
  return prefix;
}

/** The schema of a room, `hearth_usage`. */
export function schemaName(prefix: string, room: RoomName): string {
  return `${checked(prefix)}_${room}`;
}

/** The server's user of an account, `hearth_roll-up`. */
export function userName(prefix: string, account: AccountName): string {
  return `${checked(prefix)}_${account}`;
}

/** What `mysqlRooms` is told. */
export interface MysqlRoomsOptions {
  /** The server, with an account that may change tables (for the migrator alone): `mysql://root@127.0.0.1:3306`. */
  readonly adminUrl: string;
  /** Default `hearth`. */
  readonly prefix?: string;
  readonly passwords: Readonly<Partial<Record<AccountName, string>>>;
}

/**
 * The rooms on one server as `provision` makes them.
 *
 * @throws TypeError for an account without a password.
 */
export function mysqlRooms(options: MysqlRoomsOptions): RoomsConfig {
  const prefix = options.prefix ?? 'hearth';
  return {
    kind: 'mysql',
    url: (room, account) => {
      const url = new URL(options.adminUrl);
      url.pathname = `/${schemaName(prefix, room)}`;
      if (account === 'migrator') return url.href;
      const password = options.passwords[account];
      if (password === undefined) throw new TypeError(`No password for the account ${account}`);
      url.username = encodeURIComponent(userName(prefix, account));
      url.password = encodeURIComponent(password);
      return url.href;
    },
  };
}
