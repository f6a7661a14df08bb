import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { EntityManager, QueryRunner } from 'typeorm';
import { closed, isRetryable, withoutValues } from '../errors';
import type { OpenOptions, RoomDatabase } from '../room-database';
import { StatementCounter } from '../statement-counter';
import { joined, runUnit } from '../unit';
import { migrationNames } from '../migration-names';

/** Connections per opened room. */
const POOL_SIZE = 8;
/** How often a unit is begun in all, and the longest wait before the second of them, in milliseconds. */
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 10;

const ISOLATION = 'READ COMMITTED';

/** Begins a transaction: two statements, which go together where scripts may. */
async function begin(runner: QueryRunner, scripts: boolean): Promise<void> {
  if (!scripts) return runner.startTransaction(ISOLATION);
  const query = runner.query.bind(runner) as (...a: unknown[]) => Promise<unknown>;
  runner.query = ((sql: string, ...rest: unknown[]) =>
    query(
      sql === 'START TRANSACTION' ? `SET TRANSACTION ISOLATION LEVEL ${ISOLATION}; ${sql}` : sql,
      ...rest,
    )) as QueryRunner['query'];
  await runner.startTransaction();
}

/** Opens a schema on a MySQL-compatible server. */
export async function openMysql(url: string, options: OpenOptions): Promise<RoomDatabase> {
  const counter = new StatementCounter();
  const source = new DataSource({
    type: 'mysql',
    url,
    entities: [...options.entities],
    migrations: [...(options.migrations ?? [])],
    logger: counter,
    timezone: 'Z',
    charset: 'utf8mb4_bin',
    // A number where it is exact, else its digits: what the SQLite side gives too.
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: POOL_SIZE,
    extra: { enableKeepAlive: true, multipleStatements: options.scripts === true },
  });
  let migrated: string[] = [];
  try {
    await source.initialize();
    if (options.migrations?.length)
      migrated = migrationNames(await source.runMigrations({ transaction: 'each' }));
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    throw withoutValues(error);
  }

  let closing: Promise<void> | undefined;
  const database: RoomDatabase = {
    dialect: 'mysql',
    dataSource: source,
    migrated,
    statementCount: () => counter.count,
    async read<T>(fn: (m: EntityManager) => Promise<T>): Promise<T> {
      const open = joined(database);
      if (!open && closing) throw closed();
      try {
        return await fn(open ?? source.manager);
      } catch (error) {
        throw withoutValues(error);
      }
    },
    async write<T>(fn: (m: EntityManager) => Promise<T>): Promise<T> {
      const open = joined(database);
      if (open) return fn(open);
      if (closing) throw closed();
      for (let attempt = 1; ; attempt++) {
        const runner = source.createQueryRunner();
        try {
          return await runUnit(
            runner,
            database,
            undefined,
            () => begin(runner, options.scripts === true),
            fn,
          );
        } catch (error) {
          if (attempt >= ATTEMPTS || !isRetryable(error)) throw withoutValues(error);
          // Spread at random, so that two units which met once do not meet again.
          await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1) * Math.random());
        }
      }
    },
    close() {
      closing ??= source.destroy();
      return closing;
    },
  };
  return database;
}
