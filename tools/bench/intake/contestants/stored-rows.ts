import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIntake } from '@hearth/ingestion';
import type { ReadLine } from '@hearth/ingestion';
import { freshKeys } from '@hearth/keys';
import { parseReport } from '@hearth/report';
import type { RoomName, RoomsConfig } from '@hearth/rooms';
import { migrateRooms, openRoom } from '@hearth/rooms';
import type { RoomDatabase } from '@hearth/storage';
import { reportOfLine } from '../corpus';
import { observedRoom } from '../wait-ledger';
import { publishAgreements } from './agreements';

/** Rows of one table, as Hearth's intake writes them. */
export interface TableRows {
  readonly room: RoomName;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const INSERT = /^INSERT INTO "(\w+)" \(([^)]*)\)/;

function tableRows(room: RoomName, sql: string, parameters: readonly unknown[]): TableRows | undefined {
  const [, table, names] = INSERT.exec(sql) ?? [];
  if (table === undefined || names === undefined) return undefined;
  const columns = names.split(', ').map((name) => name.replaceAll('"', ''));
  const rows: unknown[][] = [];
  for (let at = 0; at < parameters.length; at += columns.length)
    rows.push(parameters.slice(at, at + columns.length));
  return { room, table, columns, rows };
}

function lineOf(text: string): ReadLine {
  const outcome = parseReport(reportOfLine(text), Date.now());
  return { line: 1, bytes: text.length, outcome, product: 'jenkins', link: null };
}

/** An intake that shows what it writes. */
export interface ShownIntake {
  /** The rows that a batch of reports comes to. */
  rowsOf(lines: readonly string[]): Promise<TableRows[]>;
  close(): Promise<void>;
}

/** Runs the intake on files of its own, and keeps every row that it inserts. */
export async function showIntake(licenceKeys: readonly string[]): Promise<ShownIntake> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-bench-rows-'));
  const config: RoomsConfig = { kind: 'sqlite', folder };
  await migrateRooms(config);
  const keys = freshKeys();
  const opened: RoomDatabase[] = [];
  const open = async (...of: [RoomName, 'intake' | 'customer-records']) => {
    const database = await openRoom(config, ...of);
    opened.push(database);
    return database;
  };
  await publishAgreements(await open('usage', 'customer-records'), keys, licenceKeys);
  let shown: TableRows[] = [];
  const show = (room: RoomName, database: RoomDatabase) =>
    observedRoom(database, async (statements, run) => {
      const tables = statements.map(({ sql, parameters }) => tableRows(room, sql, parameters));
      shown.push(...tables.filter((table) => table !== undefined));
      return run();
    });
  const intake = createIntake({
    usage: show('usage', await open('usage', 'intake')),
    inbox: show('inbox', await open('inbox', 'intake')),
    keys,
    now: Date.now,
  });
  return {
    rowsOf: async (lines) => {
      shown = [];
      await intake.submit(lines.map(lineOf), '127.0.0.1');
      return shown;
    },
    close: async () => {
      await intake.drain();
      for (const database of opened) await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
