// The front door of @hearth/test-databases: real databases for tests, on both dialects.
export { startMysql } from './start-mysql';
export type { TestMysql } from './start-mysql';
export { MYSQL_HOW_TO, MYSQL_SKIP_NOTICE, mysqlAtHand } from './mysql-at-hand';
export type { MysqlSource } from './mysql-at-hand';
export { openTestRooms } from './test-rooms';
export type { TestRooms } from './test-rooms';
export { sharedMysql, stopSharedMysql } from './shared-server';
export { describeEachDialect } from './each-dialect';
export type { DialectUnderTest } from './each-dialect';
