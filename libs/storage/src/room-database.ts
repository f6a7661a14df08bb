import type { DataSource, EntityManager, EntitySchema, MigrationInterface } from 'typeorm';

/** Where a database is: a SQLite file (made when missing), or `mysql://user:password@host:port/schema`. */
export type DatabaseTarget =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'mysql'; readonly url: string };

/** The two kinds of SQL that everything is written for. */
export type Dialect = 'sqlite' | 'mysql';

/** A TypeORM entity: a decorated class, or a schema. */
export type Entity = (new () => object) | EntitySchema;

/** A migration class. */
export type Migration = new () => MigrationInterface;

/** What `openDatabase` is told. */
export interface OpenOptions {
  readonly target: DatabaseTarget;
  readonly entities: readonly Entity[];
  /** Run before the promise resolves, each in a transaction of its own where the dialect has one for DDL. */
  readonly migrations?: readonly Migration[];
  /** `false` lets a power cut undo the last commits (SQLite `synchronous=NORMAL`); for tests. Default `true`. */
  readonly synchronousFull?: boolean;
  /**
   * Lets `runStatements` send many statements at once to a MySQL server: for an account whose work is many short units.
   * Default `false`, since a connection that takes scripts would take an injected statement too.
   */
  readonly scripts?: boolean;
}

/** One room's database as one account sees it. */
export interface RoomDatabase {
  readonly dialect: Dialect;
  /**
   * Reads. Each statement sees what was committed when it started; two statements of one `read` may see different
   * commits. On SQLite this is a read-only connection: a write fails. Inside an open `write` of the same database
   * it joins that unit, and sees what the unit wrote.
   */
  read<T>(fn: (m: EntityManager) => Promise<T>): Promise<T>;
  /**
   * All or nothing, and durable when the promise resolves. Joins the unit that is open in this async context.
   * On MySQL `fn` runs again (up to five times in all) after a deadlock or a lock timeout: it must have no effect
   * but through `m`. Await every statement, and wait for nothing foreign inside: on SQLite units take turns.
   * @throws what `fn` throws, after a rollback. Errors of the database carry no value of a row.
   */
  write<T>(fn: (m: EntityManager) => Promise<T>): Promise<T>;
  /** Waits for the open unit, then lets go of files, threads and connections. A second call does nothing. */
  close(): Promise<void>;
  /** For metadata and schema comparison. On SQLite the read-only side: to write, use `write`. */
  readonly dataSource: DataSource;
  /** Names of the migrations that ran at opening, oldest first. */
  readonly migrated: readonly string[];
  /** Statements sent since opening, but for those that begin and end transactions: for tests that count. */
  statementCount(): number;
}
