import { QueryFailedError, QueryResult, QueryRunnerAlreadyReleasedError } from 'typeorm';
import type { DataSource } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver';
import type { Statement } from '../statements/statement';
import type { SharedWriter } from './shared-writer';

type Answer = ReturnType<BetterSqlite3QueryRunner['query']>;

/** TypeORM's SQLite runner, with the one difference that a statement is answered by the writing thread. */
export class WriterQueryRunner extends BetterSqlite3QueryRunner {
  constructor(
    dataSource: DataSource,
    private readonly writer: SharedWriter,
  ) {
    super(dataSource.driver as BetterSqlite3Driver);
  }

  override async query(sql: string, parameters: unknown[] = [], useStructuredResult = false): Answer {
    if (this.isReleased) throw new QueryRunnerAlreadyReleasedError();
    this.dataSource.logger.logQuery(sql, parameters, this);
    // A deferred transaction that reads first and writes later fails at once when another process wrote in between.
    const sent = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
    try {
      const answer = await this.writer.send(sent, parameters);
      const result = new QueryResult();
      result.raw = answer.rows ?? answer.lastInsertRowid;
      if (answer.rows) result.records = answer.rows;
      else result.affected = answer.changes ?? 0;
      return useStructuredResult ? result : result.raw;
    } catch (error) {
      throw new QueryFailedError(sql, parameters, error as Error);
    }
  }

  /** Statements that run one after another in one message to the thread; the rows of each. */
  async queryAll(statements: readonly Statement[]): Promise<Record<string, unknown>[][]> {
    if (this.isReleased) throw new QueryRunnerAlreadyReleasedError();
    for (const { sql } of statements) this.dataSource.logger.logQuery(sql, undefined, this);
    try {
      return await this.writer.sendAll(statements);
    } catch (error) {
      throw new QueryFailedError('', [], error as Error);
    }
  }

  override async beforeMigration(): Promise<void> {
    await this.query('PRAGMA foreign_keys = OFF');
  }

  override async afterMigration(): Promise<void> {
    await this.query('PRAGMA foreign_keys = ON');
  }

  override async release(): Promise<void> {
    await super.release();
    // Left open by TypeORM, as it shares one runner between all. Here a statement after the unit's end must fail.
    (this as { isReleased: boolean }).isReleased = true;
  }

  protected override loadPragmaRecords(tablePath: string, pragma: string): Answer {
    return this.query(`PRAGMA ${pragma}("${tablePath}")`);
  }
}
