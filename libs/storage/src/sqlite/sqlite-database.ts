import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { closed, StorageError, withoutValues } from '../errors';
import { migrationNames } from '../migration-names';
import type { OpenOptions, RoomDatabase } from '../room-database';
import { StatementCounter } from '../statement-counter';
import { assertNotHeld, joined, runUnit } from '../unit';
import { SharedWriter } from './shared-writer';
import { sqliteConnectionConstructor } from './sqlite-connection';
import { WriterQueryRunner } from './writer-query-runner';

/** TypeORM opens a connection of its own for the writing side; ours is in the worker, so it is given none. */
class NoConnection {
  pragma(): unknown[] {
    return [];
  }

  close(): void {
    // Nothing was opened.
  }
}

/** Columns are declared in MariaDB's words; SQLite takes any word, but TypeORM asks its list first. */
function widened(source: DataSource): DataSource {
  source.driver.supportedDataTypes.push('binary', 'varbinary', 'char', 'mediumblob', 'mediumtext');
  source.driver.withLengthColumnTypes.push('binary', 'varbinary', 'char');
  return source;
}

/** Opens (and where needed makes) a SQLite file: one writing connection per process, one reading connection per call. */
export async function openSqlite(file: string, options: OpenOptions): Promise<RoomDatabase> {
  const writer = await SharedWriter.acquire(file);
  const counter = new StatementCounter();
  const type = 'better-sqlite3' as const;
  const shared = { type, database: file, entities: [...options.entities], logger: counter };
  const writing = widened(
    new DataSource({ ...shared, migrations: [...(options.migrations ?? [])], driver: NoConnection }),
  );
  const reading = widened(
    new DataSource({ ...shared, driver: sqliteConnectionConstructor(), readonly: true }),
  );

  // TypeORM shares one runner between all callers of a SQLite source. Here each unit has its own, and nobody else any.
  let permitted = false;
  writing.driver.createQueryRunner = () => {
    if (!permitted) throw new StorageError('OUTSIDE_UNIT', 'Statements that write belong into write().');
    return new WriterQueryRunner(writing, writer);
  };
  const runner = () => {
    permitted = true;
    try {
      return writing.createQueryRunner();
    } finally {
      permitted = false;
    }
  };

  let migrated: string[] = [];
  try {
    if (options.synchronousFull === false)
      await writer.inTurn(() => writer.send('PRAGMA synchronous = NORMAL', []));
    await writing.initialize();
    await writer.inTurn(async () => {
      permitted = true;
      try {
        if (options.migrations?.length)
          migrated = migrationNames(await writing.runMigrations({ transaction: 'each' }));
      } finally {
        permitted = false;
      }
    });
    await reading.initialize();
  } catch (error) {
    if (writing.isInitialized) await writing.destroy();
    await writer.release();
    throw withoutValues(error);
  }

  let closing: Promise<void> | undefined;
  const database: RoomDatabase = {
    dialect: 'sqlite',
    dataSource: reading,
    migrated,
    statementCount: () => counter.count,
    async read<T>(fn: (m: EntityManager) => Promise<T>): Promise<T> {
      const open = joined(database);
      if (!open && closing) throw closed();
      try {
        return await fn(open ?? reading.manager);
      } catch (error) {
        throw withoutValues(error);
      }
    },
    async write<T>(fn: (m: EntityManager) => Promise<T>): Promise<T> {
      const open = joined(database);
      if (open) return fn(open);
      if (closing) throw closed();
      assertNotHeld(writer);
      try {
        return await writer.inTurn(() => {
          const own = runner();
          return runUnit(own, database, writer, () => own.startTransaction(), fn);
        });
      } catch (error) {
        throw withoutValues(error);
      }
    },
    close() {
      closing ??= (async () => {
        // The writer last: it folds the write-ahead log back into the file.
        await writer.inTurn(() => Promise.resolve());
        await reading.destroy();
        await writing.destroy();
        await writer.release();
      })();
      return closing;
    },
  };
  return database;
}
