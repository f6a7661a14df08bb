import { createRequire } from 'node:module';

interface Reader {
  prepare(sql: string): { all(): unknown[] };
  close(): void;
}
type ReaderConstructor = new (file: string, options: { readOnly: boolean }) => Reader;

function load(): ReaderConstructor {
  const require = createRequire(__filename);
  try {
    return (require('node:sqlite') as { DatabaseSync: ReaderConstructor }).DatabaseSync;
  } catch {
    return (require('@photostructure/sqlite') as { DatabaseSync: ReaderConstructor }).DatabaseSync;
  }
}

/** A plain reader of SQLite files, for proofs that look past the storage port. */
export const DatabaseSync: ReaderConstructor = load();
