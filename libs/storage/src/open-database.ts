import 'reflect-metadata';
import { openMysql } from './mysql/mysql-database';
import type { OpenOptions, RoomDatabase } from './room-database';
import { openSqlite } from './sqlite/sqlite-database';

/**
 * Opens a database, and brings its schema up to date where migrations are given.
 *
 * A SQLite file is made when missing, with its folder (0700). The same file opened twice in one process shares one
 * writing thread and one queue. On MySQL: a pool of eight connections, READ COMMITTED.
 *
 * @throws what the driver throws when the database cannot be reached or opened.
 */
export function openDatabase(options: OpenOptions): Promise<RoomDatabase> {
  const { target } = options;
  return target.kind === 'sqlite' ? openSqlite(target.file, options) : openMysql(target.url, options);
}
