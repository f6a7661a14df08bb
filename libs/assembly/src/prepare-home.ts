import { existsSync, readdirSync } from 'node:fs';
import { createKeys, missingKeys } from '@hearth/keys';
import { addLaterKeys } from '@hearth/process';
import { migrateRooms } from '@hearth/rooms';
import { acquireFolderLock } from '@hearth/storage';
import type { HearthSettings } from './settings';

/** Why the one process does not start, in words that say what to do next. */
export class StartError extends Error {
  override readonly name = 'StartError';
  constructor(
    readonly code: 'KEYS_MISSING' | 'DEMONSTRATION_REFUSED' | 'NOT_PROVISIONED',
    message: string,
  ) {
    super(message);
  }
}

const holdsData = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('.sqlite'));

/**
 * Makes ready what the one process stands on. On files: takes the folder's lock, makes keys where there are neither keys
 * nor data, migrates, and adds the keys that a home of the first version has not. On a server: keys are made by `hearth provision`, as are the tables.
 *
 * @throws StartError KEYS_MISSING where data exists and keys do not. @returns what gives the lock back.
 */
export async function prepareHome(settings: HearthSettings): Promise<() => Promise<void>> {
  const { rooms, keysFolder, demonstration } = settings;
  if (rooms.kind === 'mysql') {
    if (!existsSync(keysFolder))
      throw new StartError(
        'NOT_PROVISIONED',
        `There are no keys in ${keysFolder}: run hearth provision first.`,
      );
    const missing = missingKeys(keysFolder);
    if (missing.includes('release-signing') || missing.includes('replay-credential'))
      throw new StartError(
        'NOT_PROVISIONED',
        `${keysFolder} lacks ${missing.join(', ')}, which this version needs: run hearth provision again, it adds them.`,
      );
    return () => Promise.resolve();
  }
  const lock = acquireFolderLock(rooms.folder);
  try {
    if (!existsSync(keysFolder)) {
      if (holdsData(rooms.folder)) {
        throw new StartError(
          'KEYS_MISSING',
          `There is data in ${rooms.folder} and no keys in ${keysFolder}: put the keys back, nothing can be read without them.`,
        );
      }
      createKeys(keysFolder, { demonstration });
    }
    await migrateRooms(rooms);
    await addLaterKeys({ rooms, keysFolder, demonstration });
  } catch (error) {
    lock.release();
    throw error;
  }
  return () => Promise.resolve(lock.release());
}
