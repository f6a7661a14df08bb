import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager, QueryRunner } from 'typeorm';
import { StorageError } from './errors';
import { WriterQueryRunner } from './sqlite/writer-query-runner';

interface OpenUnit {
  readonly manager: EntityManager;
  /** Whoever opened it, and what it holds meanwhile: a SQLite file's queue, or nothing. */
  readonly owner: object;
  readonly holds: object | undefined;
  readonly outer: OpenUnit | undefined;
  ended: boolean;
}

const current = new AsyncLocalStorage<OpenUnit>();

/** The manager of the unit that `owner` has open in this async context. */
export function joined(owner: object): EntityManager | undefined {
  for (let unit = current.getStore(); unit; unit = unit.outer) {
    if (unit.owner === owner && !unit.ended) return unit.manager;
  }
  return undefined;
}

/** Waiting for a queue that oneself holds would never end: say so instead. */
export function assertNotHeld(resource: object): void {
  for (let unit = current.getStore(); unit; unit = unit.outer) {
    if (unit.holds === resource && !unit.ended) {
      throw new StorageError(
        'FOREIGN_UNIT',
        'A unit on this file is open under another account: end it first.',
      );
    }
  }
}

const ENDING = new Set(['COMMIT', 'ROLLBACK']);

/**
 * One transaction on one runner. When `fn` has settled, nothing but the end of the transaction is let through: a
 * statement that was not awaited would otherwise run after it, and be kept whatever became of the unit.
 */
export async function runUnit<T>(
  runner: QueryRunner,
  owner: object,
  holds: object | undefined,
  begin: () => Promise<void>,
  fn: (m: EntityManager) => Promise<T>,
): Promise<T> {
  const unit: OpenUnit = { manager: runner.manager, owner, holds, outer: current.getStore(), ended: false };
  const late = () =>
    Promise.reject(
      new StorageError('UNIT_ENDED', 'A statement came after the end of its unit: await each one.'),
    );
  const query = runner.query.bind(runner) as (...a: unknown[]) => Promise<unknown>;
  runner.query = ((sql: string, ...rest: unknown[]) =>
    unit.ended && !ENDING.has(sql) ? late() : query(sql, ...rest)) as QueryRunner['query'];
  if (runner instanceof WriterQueryRunner) {
    const queryAll = runner.queryAll.bind(runner);
    runner.queryAll = (statements) => (unit.ended ? late() : queryAll(statements));
  }
  try {
    await begin();
    const result = await current.run(unit, () => fn(runner.manager));
    unit.ended = true;
    await runner.commitTransaction();
    return result;
  } catch (error) {
    unit.ended = true;
    // Where the connection is gone there is nothing left to roll back; the first error is the one that tells.
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}
