import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StorageError } from './errors';
import { sqliteConnectionConstructor } from './sqlite/sqlite-connection';

/** Holds a folder of SQLite files for this process. */
export interface FolderLock {
  readonly folder: string;
  release(): void;
}

const BUSY = 5;

/**
 * Makes this process the only owner of a folder of SQLite files (the folder is made, 0700, when missing). The lock is the
 * operating system's, on a file in the folder: when its holder dies, however it dies, the lock is gone, and a process
 * number that was given away again cannot be mistaken for it. `hearth.pid` beside it says who holds it, for people.
 * Network file systems that know no locks are no place for the folder.
 *
 * @throws StorageError `FOLDER_IN_USE` when another process (or this one, before) holds it; the message says what to do.
 */
export function acquireFolderLock(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const note = join(folder, 'hearth.pid');
  const Connection = sqliteConnectionConstructor();
  const connection = new Connection(join(folder, 'hearth.lock'), { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if ((error as { errcode?: number }).errcode !== BUSY) throw error;
    throw new StorageError(
      'FOLDER_IN_USE',
      `The data folder ${folder} is in use by ${holderOf(note)}. Stop that first, or use another folder.`,
    );
  }
  writeFileSync(note, `${process.pid} ${hostname()}\n`, { mode: 0o600 });
  let held = true;
  return {
    folder,
    release() {
      if (!held) return;
      held = false;
      rmSync(note, { force: true });
      connection.close();
    },
  };
}

function holderOf(note: string): string {
  try {
    const [pid, host] = readFileSync(note, 'utf8').trim().split(' ');
    return pid ? `process ${pid} on ${host ?? 'this machine'}` : 'another process';
  } catch {
    return 'another process';
  }
}
