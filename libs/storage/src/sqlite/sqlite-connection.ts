import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the plain JavaScript of worker/sqlite-connection.cjs gives: TypeORM's driver needs no more of a connection. */
export interface SqliteConnection {
  pragma(text: string): unknown;
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteStatement {
  readonly reader: boolean;
  all(...parameters: unknown[]): Record<string, unknown>[];
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | string };
}

export interface SqliteConnectionConstructor {
  new (file: string, options?: { timeout?: number; readonly?: boolean }): SqliteConnection;
}

/** Beside src/ and beside dist/ alike, so that the sources and the build load the same file. */
export const WORKER_FOLDER = join(__dirname, '..', '..', 'worker');

/** Loaded at the first use, so that a process on MySQL alone needs no SQLite. */
export function sqliteConnectionConstructor(): SqliteConnectionConstructor {
  const load = createRequire(__filename);
  const loaded = load(join(WORKER_FOLDER, 'sqlite-connection.cjs')) as {
    SqliteConnection: SqliteConnectionConstructor;
  };
  return loaded.SqliteConnection;
}
