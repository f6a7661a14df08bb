import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import type { RoomName } from '@hearth/rooms';
import { schemaName } from '@hearth/rooms';
import { readLines } from '../corpus';
import type { Place, Running, Setup } from './contestant';
import { OWN_SCHEMA } from './contestant';
import type { TableRows } from './stored-rows';
import { showIntake } from './stored-rows';

/** The tables that the intake writes, and their keys: here each batch keeps rows of its own, as nothing is merged. */
const KEYS: readonly (readonly [RoomName, string, string])[] = [
  ['usage', 'reports', 'id'],
  ['usage', 'installations', 'id'],
  ['usage', 'facts', 'installation, day, counters_since'],
  ['usage', 'month_states', 'month, installation'],
  ['usage', 'dirty_months', 'month, product'],
  ['usage', 'corrections', 'day, product, reason'],
  ['usage', 'failures', 'code, path, product'],
  ['inbox', 'halves', 'id'],
];

type MysqlPlace = Place & { readonly dialect: 'mysql' };

async function prepareTables(connection: Connection, { prefix }: MysqlPlace): Promise<void> {
  for (const [room, table, key] of KEYS) {
    await connection.query(
      `ALTER TABLE ${schemaName(prefix, room)}.${table} ADD batch int NOT NULL FIRST, DROP PRIMARY KEY, ADD PRIMARY KEY (batch, ${key})`,
    );
  }
  await connection.query(`DROP TABLE IF EXISTS ${OWN_SCHEMA}.bodies`);
  await connection.query(
    `CREATE TABLE ${OWN_SCHEMA}.bodies (id binary(16) PRIMARY KEY, body mediumtext NOT NULL) ENGINE=InnoDB`,
  );
}

/** One batch: a transaction with one multi-row insert per table. */
async function insertTables(
  connection: Connection,
  prefix: string,
  batch: number,
  tables: readonly TableRows[],
): Promise<void> {
  await connection.query('START TRANSACTION');
  for (const { room, table, columns, rows } of tables) {
    const numbered = rows.map((row) => [batch, ...row]);
    await connection.query(
      `INSERT INTO ${schemaName(prefix, room)}.${table} (batch, ${columns.join(', ')}) VALUES ?`,
      [numbered],
    );
  }
  await connection.query('COMMIT');
}

function bodyRow(line: string): [Buffer, string] {
  const id = /"id":"([0-9a-f-]{36})"/.exec(line)?.[1] ?? '';
  return [Buffer.from(id.replaceAll('-', ''), 'hex'), line];
}

/**
 * The least that mysql2 can be asked to do with the same bytes, over one connection in its text protocol: the rows that Hearth
 * writes for the same batches, known beforehand, inserted into tables like Hearth's, in one transaction a batch. No server, no
 * parsing, nothing compared, nothing merged. And, for a second comparison, the bodies as they came: one table, the report's id
 * and its text.
 */
export async function servePlainInsert(setup: Setup): Promise<Running> {
  if (setup.place.dialect !== 'mysql') throw new TypeError('The plain insert is mysql2’s.');
  const { place } = setup;
  const connection = await createConnection(place.adminUrl);
  await prepareTables(connection, place);
  const lines = await readLines(setup.corpus);
  const shown = await showIntake(setup.licenceKeys);
  let batch = 0;
  return {
    insert: async ({ from, reports, reportsEach, bodies }) => {
      const parts: string[][] = [];
      for (let at = from; at < from + reports; at += reportsEach)
        parts.push(lines.slice(at, at + reportsEach));
      // What is to be inserted is made before the clock starts.
      const tables: TableRows[][] = [];
      if (!bodies) for (const part of parts) tables.push(await shown.rowsOf(part));
      const rows = bodies ? parts.map((part) => part.map(bodyRow)) : [];
      const began = performance.now();
      for (const part of tables) await insertTables(connection, place.prefix, ++batch, part);
      for (const part of rows)
        await connection.query(`INSERT INTO ${OWN_SCHEMA}.bodies (id, body) VALUES ?`, [part]);
      return (performance.now() - began) / 1000;
    },
    close: async () => {
      await shown.close();
      await connection.end();
    },
  };
}
