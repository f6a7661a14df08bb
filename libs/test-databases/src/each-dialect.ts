import { binaryCollation } from '@hearth/rooms';
import type { DatabaseTarget, Dialect } from '@hearth/storage';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { MYSQL_SKIP_NOTICE, mysqlAtHand } from './mysql-at-hand';
import { sharedMysql, stopSharedMysql } from './shared-server';
import { openTestRooms } from './test-rooms';
import type { TestRooms } from './test-rooms';

/** What a suite is handed: the dialect that it runs on, and fresh databases of it. */
export interface DialectUnderTest {
  readonly dialect: Dialect;
  /** Five fresh rooms; close them in `afterAll` or `afterEach`. */
  openRooms(): Promise<TestRooms>;
  /** An empty database, not opened yet; `remove` after closing it. */
  emptyDatabase(): Promise<{ readonly target: DatabaseTarget; remove(): Promise<void> }>;
}

let noticed = false;

/** Once per file, and not by the console, which Jest would hang a stack trace on. */
function notice(): void {
  if (!noticed) process.stderr.write(`${MYSQL_SKIP_NOTICE}\n`);
  noticed = true;
}

/**
 * Declares a suite once per dialect: on SQLite always, on MySQL where a server is at hand; where not, it is shown as
 * skipped, with the line that says how to run it.
 *
 * @example
 * describeEachDialect('the door', ({ openRooms }) => {
 *   let rooms: TestRooms;
 *   beforeAll(async () => { rooms = await openRooms(); });
 *   afterAll(() => rooms.close());
 *   it('…', …);
 * });
 */
export function describeEachDialect(name: string, suite: (under: DialectUnderTest) => void): void {
  describe(`${name} (sqlite)`, () => {
    suite({ dialect: 'sqlite', openRooms: () => openTestRooms('sqlite'), emptyDatabase: emptySqlite });
  });
  if (mysqlAtHand()) {
    describe(`${name} (mysql)`, () => {
      suite({ dialect: 'mysql', openRooms: () => openTestRooms('mysql'), emptyDatabase: emptyMysql });
      // Declared after the suite's own, so it runs after them.
      afterAll(stopSharedMysql);
    });
  } else {
    notice();
    describe.skip(`${name} (mysql). ${MYSQL_SKIP_NOTICE}`, () => {
      it('needs a server', () => undefined);
    });
  }
}

async function emptySqlite(): ReturnType<DialectUnderTest['emptyDatabase']> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-empty-'));
  return {
    target: { kind: 'sqlite', file: join(folder, 'a.sqlite') },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function emptyMysql(): ReturnType<DialectUnderTest['emptyDatabase']> {
  const server = await sharedMysql();
  const schema = `e${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const admin = await createConnection(server.adminUrl);
    const [rows] = await admin.query(sql);
    await admin.end();
    return rows as { version?: string }[];
  };
  const version = (await run('SELECT VERSION() AS version'))[0]?.version ?? '';
  await run(`CREATE DATABASE \`${schema}\` CHARACTER SET utf8mb4 COLLATE ${binaryCollation(version)}`);
  return {
    target: { kind: 'mysql', url: server.url(schema) },
    remove: async () => void (await run(`DROP DATABASE \`${schema}\``)),
  };
}
