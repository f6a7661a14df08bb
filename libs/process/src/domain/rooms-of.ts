import { join } from 'node:path';
import { KeyError } from '@hearth/keys';
import { mysqlRooms, type RoomsConfig } from '@hearth/rooms';
import { readPasswords } from './passwords';
import type { StorageConfig } from './settings';

/**
 * Where the rooms are, by the settings: on a server where one is named, else in files under the home. An account of the
 * server without a password file is a KeyError KEY_MISSING when its room is opened.
 */
export function roomsOf(config: StorageConfig & { readonly home: string }, keysFolder: string): RoomsConfig {
  if (config.mysqlUrl === undefined) return { kind: 'sqlite', folder: join(config.home, 'data') };
  const passwords = readPasswords(keysFolder);
  const rooms = mysqlRooms({ adminUrl: config.mysqlUrl, prefix: config.mysqlPrefix, passwords });
  if (rooms.kind !== 'mysql') return rooms;
  return {
    ...rooms,
    url: (room, account) => {
      if (account !== 'migrator' && passwords[account] === undefined)
        throw new KeyError(
          'KEY_MISSING',
          `${keysFolder} has no database-${account}.password: hearth provision makes it.`,
        );
      return rooms.url(room, account);
    },
  };
}
