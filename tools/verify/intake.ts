// Proof: bad input. A real HTTP server over real databases is sent what goes wrong in the field and what is sent on purpose;
// each is answered as docs/errors.md says, nothing is half-stored, and the rest of a batch is kept.
//   node tools/run.cjs tools/verify/intake.ts
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Intake, IntakeParts } from '@hearth/ingestion';
import { createIntake } from '@hearth/ingestion';
import type { KeyRing } from '@hearth/keys';
import { freshKeys, licenceHash, pseudonymOf } from '@hearth/keys';
import type { Dialect, RoomDatabase } from '@hearth/storage';
import { insertRows } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { MYSQL_SKIP_NOTICE, mysqlAtHand, openTestRooms, stopSharedMysql } from '@hearth/test-databases';
import type { Counts } from './intake/case';
import { KNOWN_KEY, OTHER_KEY, reportOf, senderTo } from './intake/case';
import { limitCases, TIGHT } from './intake/limit-cases';
import { reportCases } from './intake/report-cases';
import { requestCases } from './intake/request-cases';
import { signatureCases } from './intake/signature-cases';

const NOW = Date.UTC(2026, 0, 15, 12);

let checks = 0;
let failures = 0;

function check(title: string, actual: unknown, expected: unknown): void {
  checks += 1;
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a === b) return;
  failures += 1;
  console.error(`FAILED  ${title}\n  expected ${b}\n  got      ${a}`);
}

async function countsOf(usage: RoomDatabase, inbox: RoomDatabase): Promise<Counts> {
  const count = async (database: RoomDatabase, sql: string) => {
    const [row] = await database.read((m) => m.query<{ n: number | string | null }[]>(sql));
    return Number(row?.n ?? 0);
  };
  const counts: Counts = {};
  for (const table of ['reports', 'installations', 'facts', 'month_states', 'dirty_months']) {
    counts[table] = await count(usage, `SELECT COUNT(*) AS n FROM ${table}`);
  }
  counts['failures'] = await count(usage, 'SELECT SUM(count_value) AS n FROM failures');
  counts['halves'] = await count(inbox, 'SELECT COUNT(*) AS n FROM halves');
  return counts;
}

async function publishAgreement(rooms: TestRooms, keys: KeyRing): Promise<void> {
  const usage = await rooms.open('usage', 'customer-records');
  const columns = [
    'licence_hash',
    'subject',
    'edition',
    'industry',
    'country',
    'size_band',
    'starts_on',
    'ends_on',
    'entitled',
  ];
  const row = [
    licenceHash(keys.get('licence-lookup'), KNOWN_KEY),
    pseudonymOf(keys.get('pseudonym'), 'cus_verify'),
    'ENTERPRISE',
    null,
    null,
    null,
    '2025-01-01',
    null,
    '[]',
  ];
  await usage.write((m) => insertRows(m, 'subjects', columns, [row]));
}

/** A connection that stops in the middle of its body: nothing of it may be taken. */
async function breakOff(port: number): Promise<void> {
  const body = JSON.stringify(reportOf('broken off'));
  const head = `POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve) => socket.write(head + body.slice(0, -5), () => resolve()));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
}

/** The reports table and the inbox must hold no word of what identifies, and no undeclared name. */
async function checkNothingPlain(usage: RoomDatabase, inbox: RoomDatabase, dialect: Dialect): Promise<void> {
  const words = ['Ashgrove', 'ashgrove.example', KNOWN_KEY, OTHER_KEY, '127.0.0.1', 'our own'];
  const bytes: Buffer[] = [];
  const tables: [RoomDatabase, string][] = [
    ...['reports', 'installations', 'facts', 'month_states', 'failures'].map(
      (table): [RoomDatabase, string] => [usage, table],
    ),
    [inbox, 'halves'],
  ];
  for (const [database, table] of tables) {
    const rows = await database.read((m) => m.query<Record<string, unknown>[]>(`SELECT * FROM ${table}`));
    for (const value of rows.flatMap((row) => Object.values(row)))
      bytes.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)));
  }
  const all = Buffer.concat(bytes);
  for (const word of words) check(`${dialect}: no table holds “${word}”`, all.includes(word), false);
}

async function verify(dialect: Dialect): Promise<void> {
  const rooms = await openTestRooms(dialect);
  const keys = freshKeys();
  const open: { server: Server; intake: Intake }[] = [];
  try {
    await publishAgreement(rooms, keys);
    const serve = async ({ limits }: Pick<IntakeParts, 'limits'>): Promise<string> => {
      const intake = createIntake({
        usage: await rooms.open('usage', 'intake'),
        inbox: await rooms.open('inbox', 'intake'),
        keys,
        now: () => NOW,
        // Requests turned away are counted after a while: here at the end, so that each case shows its own rows.
        limits: { turnedAwayMs: 3_600_000, ...limits },
        onError: (error) => check(`${dialect}: no error`, String(error), undefined),
      });
      const server = createServer((request, response) => intake.handler(request, response));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      open.push({ server, intake });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/reports`;
    };
    const url = await serve({ limits: { bodyMs: 2_000 } });
    const usage = await rooms.open('usage', 'usage-reader');
    const inbox = await rooms.open('inbox', 'crossing');

    let before = await countsOf(usage, inbox);
    const compare = async (title: string, grows: Counts) => {
      const after = await countsOf(usage, inbox);
      const grown = Object.fromEntries(
        Object.keys(after).map((table) => [table, (after[table] ?? 0) - (before[table] ?? 0)]),
      );
      const expected = Object.fromEntries(Object.keys(after).map((table) => [table, grows[table] ?? 0]));
      check(`${dialect}: ${title}: what is stored`, grown, expected);
      before = after;
    };
    const sender = senderTo(url);
    const tight = senderTo(await serve({ limits: TIGHT }));
    const cases = [
      ...reportCases(sender),
      ...signatureCases(sender),
      ...requestCases(sender),
      ...limitCases(tight),
    ];
    for (const { title, send, status, body, code, comesBack, grows } of cases) {
      const answer = await send().catch((error: unknown) => {
        throw new Error(`${title} got no answer`, { cause: error });
      });
      if (comesBack) check(`${dialect}: ${title}: Retry-After`, Number(answer.retryAfter) >= 1, true);
      check(`${dialect}: ${title}: status`, answer.status, status);
      const parsed = JSON.parse(answer.text) as { code?: string };
      if (body !== undefined) check(`${dialect}: ${title}: answer`, parsed, body);
      if (code !== undefined) check(`${dialect}: ${title}: code`, parsed.code, code);
      await compare(title, grows ?? {});
    }
    await breakOff(Number(new URL(url).port));
    await compare('a connection that breaks off', {});
    await checkNothingPlain(usage, inbox, dialect);
    for (const { intake } of open) await intake.drain();
  } finally {
    for (const { server } of open) {
      server.close();
      server.closeAllConnections();
    }
    await rooms.close();
  }
}

async function main(): Promise<void> {
  await verify('sqlite');
  if (mysqlAtHand()) {
    try {
      await verify('mysql');
    } finally {
      await stopSharedMysql();
    }
  } else console.log(MYSQL_SKIP_NOTICE);
  console.log(`intake: ${checks} checks, ${failures} failed`);
  process.exitCode = failures === 0 && checks > 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  console.log(`intake: ${checks} checks, ${failures + 1} failed`);
  process.exitCode = 1;
});
