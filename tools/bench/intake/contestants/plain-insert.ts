import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { DatabaseSync } from '../../../verify/sqlite-reader';
import { readLines } from '../corpus';
import type { Place, Running, Setup } from './contestant';
import { OWN_SCHEMA } from './contestant';

/** Inserts rows of an id and a report's text, all in one statement, durable when the promise resolves. */
interface PlainTable {
  insert(rows: readonly (readonly [Buffer, string])[]): Promise<void>;
  close(): Promise<void>;
}

async function openMysqlTable(place: Place & { dialect: 'mysql' }): Promise<PlainTable> {
  const url = new URL(place.adminUrl);
  url.pathname = `/${OWN_SCHEMA}`;
  const connection = await createConnection(url.href);
  await connection.query(
    'CREATE TABLE IF NOT EXISTS plain (id binary(16) PRIMARY KEY, body mediumtext NOT NULL) ENGINE=InnoDB',
  );
  return {
    insert: async (rows) => void (await connection.query('INSERT INTO plain (id, body) VALUES ?', [rows])),
    close: () => connection.end(),
  };
}

function openSqliteTable(place: Place & { dialect: 'sqlite' }): PlainTable {
  const database = new DatabaseSync(join(place.folder, 'plain.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE plain (id blob NOT NULL UNIQUE, body text NOT NULL)');
  const prepared = new Map<number, ReturnType<typeof database.prepare>>();
  return {
    insert: (rows) => {
      const count = rows.length;
      const statement =
        prepared.get(count) ??
        database.prepare(`INSERT INTO plain VALUES ${Array<string>(count).fill('(?, ?)').join(', ')}`);
      prepared.set(count, statement);
      statement.run(...rows.flat());
      return Promise.resolve();
    },
    close: async () => database.close(),
  };
}

/**
 * The least that a driver can be asked to do with the same bytes: one connection, one multi-row insert after another, one
 * table, the report's id and its text. No server, no parsing, nothing compared and nothing summed.
 */
export async function servePlainInsert(setup: Setup): Promise<Running> {
  const { place } = setup;
  const table = place.dialect === 'mysql' ? await openMysqlTable(place) : openSqliteTable(place);
  const rows = (await readLines(setup.corpus)).map((line): [Buffer, string] => {
    const id = /"id":"([0-9a-f-]{36})"/.exec(line)?.[1] ?? '';
    return [Buffer.from(id.replaceAll('-', ''), 'hex'), line];
  });
  return {
    insert: async ({ from, reports, reportsEach }) => {
      const began = performance.now();
      for (let at = from; at < from + reports; at += reportsEach)
        await table.insert(rows.slice(at, Math.min(at + reportsEach, from + reports)));
      return (performance.now() - began) / 1000;
    },
    close: () => table.close(),
  };
}
