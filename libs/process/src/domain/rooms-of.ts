import { join } from 'node:path';
import { mysqlRooms, type RoomsConfig } from '@hearth/rooms';
import { readPasswords } from './passwords';
import type { StorageConfig } from './settings';

/** Where the rooms are, by the settings: on a server where one is named, else in files under the home. */
export function roomsOf(config: StorageConfig & { readonly home: string }, keysFolder: string): RoomsConfig {
  if (config.mysqlUrl === undefined) return { kind: 'sqlite', folder: join(config.home, 'data') };
  return mysqlRooms({
    adminUrl: config.mysqlUrl,
    prefix: config.mysqlPrefix,
    passwords: readPasswords(keysFolder),
  });
}
