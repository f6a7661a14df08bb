import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pseudonymOf } from '@hearth/keys';
import { keysOf } from '@hearth/process';
import { ROOMS, schemaName, TABLES } from '@hearth/rooms';
import type { TestMysql } from '@hearth/test-databases';
import { createConnection } from 'mysql2/promise';
import { recordCustomers } from '../record-customers';
import { proofPrefix, startWholeHearth, type Dialect } from '../whole-hearth';
import type { AgreementRows, Serving } from './messages';
import { KNOWN, LATER, STARTING, STARTS_ON } from './mixed-reports';
import { mysqlRawRooms, sqliteRooms, type RawRooms, type Row } from './raw-rooms';

/** A home as it is before the first report, and how a run gets one of its own. */
export interface HomeTemplate {
  readonly dialect: Dialect;
  /** The agreement that is recorded after its first reports came. */
  readonly agreement: AgreementRows;
  readonly master: Buffer;
  fresh(): Promise<{ readonly serving: Serving; readonly rooms: RawRooms }>;
  remove(): Promise<void>;
}

const CUSTOMERS = [
  { key: KNOWN, startsOn: '2025-01-01' },
  { key: STARTING, startsOn: STARTS_ON },
  { key: LATER, startsOn: '2025-01-01' },
];

const hexLiteral = (bytes: unknown): string => `X'${Buffer.from(bytes as Uint8Array).toString('hex')}'`;

/** Takes out what the agreement of `LATER` put into the rooms, as if it had not been recorded yet. */
async function takeOut(rooms: RawRooms, customer: string, pseudonym: Buffer): Promise<AgreementRows> {
  const agreements = await rooms.rows('personal', `SELECT * FROM agreements WHERE customer = '${customer}'`);
  await rooms.rows('personal', `DELETE FROM agreements WHERE customer = '${customer}'`);
  await rooms.rows('usage', `DELETE FROM subjects WHERE subject = ${hexLiteral(pseudonym)}`);
  return { agreements, outbox: [{ customer, revision: 1 }] };
}

/** Makes the template through the graph, as the vendor's systems would record its customers. */
export async function homeTemplate(dialect: Dialect, server: TestMysql | undefined): Promise<HomeTemplate> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-exactly-once-'));
  const hearth = await startWholeHearth(dialect, home, server ? { server } : {});
  let later = '';
  try {
    for (const [index, { key, startsOn }] of CUSTOMERS.entries()) {
      const customer = {
        symbol: `C-${index}`,
        name: key.slice(7, 12),
        industry: '333',
        country: 'DK',
        sizeBand: 'OVER_5000',
        licenceKey: key,
      };
      const ids = await recordCustomers(hearth, [customer], startsOn);
      if (key === LATER) later = ids.get(customer.symbol) ?? '';
    }
  } finally {
    await hearth.close();
  }
  const keys = keysOf(join(home, 'keys'), 'customer-records');
  const rooms = server ? await mysqlRawRooms(server.adminUrl, proofPrefix()) : sqliteRooms(home);
  const agreement = await takeOut(rooms, later, pseudonymOf(keys.get('pseudonym'), later));
  const common = { dialect, agreement, master: keys.get('customer-master') };
  return server ? onServer(common, home, server, rooms) : inFiles(common, home);
}

type Common = Pick<HomeTemplate, 'dialect' | 'agreement' | 'master'>;

function inFiles(common: Common, template: string): HomeTemplate {
  const home = `${template}-run`;
  const clear = () => rmSync(home, { recursive: true, force: true });
  return {
    ...common,
    fresh: () => {
      clear();
      cpSync(template, home, { recursive: true });
      return Promise.resolve({ serving: { home, port: 0 }, rooms: sqliteRooms(home) });
    },
    remove: () => {
      clear();
      rmSync(template, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

async function onServer(
  common: Common,
  home: string,
  { adminUrl }: TestMysql,
  rooms: RawRooms,
): Promise<HomeTemplate> {
  const prefix = proofPrefix();
  const kept = new Map<string, readonly Row[]>();
  for (const room of ROOMS)
    for (const table of TABLES[room])
      kept.set(`\`${schemaName(prefix, room)}\`.${table}`, await rooms.rows(room, `SELECT * FROM ${table}`));
  const admin = await createConnection({ uri: adminUrl, supportBigNumbers: true });
  await admin.query('SET foreign_key_checks = 0');
  return {
    ...common,
    fresh: async () => {
      await admin.beginTransaction();
      for (const [table, rows] of kept) {
        await admin.query(`DELETE FROM ${table}`);
        const columns = Object.keys(rows[0] ?? {});
        if (rows.length === 0) continue;
        const values = rows.map((row) => columns.map((column) => row[column]));
        await admin.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?`, [values]);
      }
      await admin.commit();
      return { serving: { home, port: 0, mysql: { adminUrl, prefix } }, rooms };
    },
    remove: async () => {
      await admin.end();
      await rooms.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
