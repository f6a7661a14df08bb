import { createRequire } from 'node:module';

interface PlainDatabase {
  exec(sql: string): void;
  prepare(sql: string): { all(): unknown[]; run(...values: unknown[]): unknown };
  close(): void;
}
type ReaderConstructor = new (file: string, options?: { readOnly: boolean }) => PlainDatabase;

function load(): ReaderConstructor {
  const require = createRequire(__filename);
  try {
    return (require('node:sqlite') as { DatabaseSync: ReaderConstructor }).DatabaseSync;
  } catch {
    return (require('@photostructure/sqlite') as { DatabaseSync: ReaderConstructor }).DatabaseSync;
  }
}

/** SQLite's driver by itself, for proofs that look past the storage port and for comparing with it. */
export const DatabaseSync: ReaderConstructor = load();
