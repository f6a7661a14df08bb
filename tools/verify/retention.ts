// npm run verify:retention
// The whole system on SQLite and on MariaDB, with rows of every class of the schedule. The clock is moved to each instant at
// which a row has to go: one millisecond before, it and all others are there; at the instant exactly those are gone whose time
// is over. Roll-ups stay as they were, the record of releases verifies throughout, and reports keep coming in beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyInForce } from '@hearth/decision-evidence';
import { recordLines } from '@hearth/partner-access';
import { POLICY_VERSIONS } from '@hearth/policy';
import { keysOf } from '@hearth/process';
import { verifyExport, type ExportReport } from '@hearth/release-record';
import { createRetention, REMOVALS, type RetentionRun } from '@hearth/retention';
import { mysqlAtHand, MYSQL_SKIP_NOTICE } from '@hearth/test-databases';
import { Checks } from './checks';
import { reportAgo, seed, send } from './retention/seed';
import { PLACES, type AllRows, type Place, type Row } from './retention/when-rows-go';
import { runToExit, startWholeHearth, type Dialect, type WholeHearth } from './whole-hearth';

const checks = new Checks('retention');
// Reports that come in while retention removes everything.
const BESIDE = 400;

interface Proof {
  readonly whole: WholeHearth;
  /** Runs the job as if it were then. */
  readonly runAt: (now: number) => Promise<RetentionRun>;
  /** What an export of the record comes to as if it were verified then. */
  readonly verifiedAt: (now: number) => Promise<ExportReport>;
}

async function allRows(whole: WholeHearth): Promise<AllRows> {
  const all = new Map<string, readonly Row[]>();
  for (const name of new Set(PLACES.map(({ room, table }) => `${room}.${table}`))) {
    const [room = '', table = ''] = name.split('.');
    all.set(name, await whole.rows(room, `SELECT * FROM ${table}`));
  }
  return all;
}

const textOf = (rows: readonly Row[]): string =>
  JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
const nameOf = ({ room, table }: Place): string => `${room}.${table}`;

/** The first instant at which each row is gone. */
function instantsOf(all: AllRows): ReadonlyMap<Row, number> {
  const goes = new Map<Row, number>();
  for (const place of PLACES)
    for (const row of all.get(nameOf(place)) ?? [])
      if (place.isOf?.(row) ?? true) goes.set(row, place.goesAt(row, all));
  return goes;
}

/** Tables whose rows are not exactly those whose time is not over. */
async function strangeTables(
  whole: WholeHearth,
  seeded: AllRows,
  goes: ReadonlyMap<Row, number>,
  now: number,
) {
  const strange: string[] = [];
  for (const [name, rows] of await allRows(whole)) {
    const wanted = (seeded.get(name) ?? []).filter(
      (row) => (goes.get(row) ?? Number.POSITIVE_INFINITY) > now,
    );
    if (textOf(rows) !== textOf(wanted))
      strange.push(`${name} has ${rows.length} rows, wanted ${wanted.length}`);
  }
  return strange;
}

function goneAt(seeded: AllRows, goes: ReadonlyMap<Row, number>, now: number): string {
  const counts = [...seeded].flatMap(([name, rows]) => {
    const gone = rows.filter((row) => goes.get(row) === now).length;
    return gone === 0 ? [] : [`${gone} of ${name}`];
  });
  return counts.join(', ');
}

const cellsOf = async (whole: WholeHearth): Promise<string> =>
  textOf(await whole.rows('statistics', 'SELECT * FROM cells'));

async function provesBoundaries({ whole, runAt, verifiedAt }: Proof): Promise<void> {
  const seeded = await allRows(whole);
  const goes = instantsOf(seeded);
  const cells = await cellsOf(whole);
  const instants = [...new Set(goes.values())].filter(Number.isFinite).sort((a, b) => a - b);
  const emptied = new Set<string>();
  for (const now of instants) {
    await runAt(now - 1);
    const early = await strangeTables(whole, seeded, goes, now - 1);
    checks.holds(
      `a millisecond before ${new Date(now).toISOString()} nothing has gone early ${early.join('; ')}`,
      early.length === 0,
    );
    await runAt(now);
    const strange = await strangeTables(whole, seeded, goes, now);
    const gone = goneAt(seeded, goes, now);
    checks.holds(`then these are gone and no other: ${gone} ${strange.join('; ')}`, strange.length === 0);
    for (const place of PLACES)
      if (
        (seeded.get(nameOf(place)) ?? []).some((row) => goes.get(row) === now && (place.isOf?.(row) ?? true))
      )
        emptied.add(`${place.class} ${nameOf(place)}`);
    if (gone.includes('release_')) {
      const report = await verifiedAt(now);
      checks.holds(
        `and the record of releases verifies, from ${report.chains.map(({ from }) => from).join()} on`,
        report.ok,
      );
    }
  }
  const missing = PLACES.map((place) => `${place.class} ${nameOf(place)}`).filter((one) => !emptied.has(one));
  checks.holds(`every place had rows whose time came ${missing.join(', ')}`, missing.length === 0);
  const known = new Set(PLACES.map((place) => `${place.class} ${nameOf(place)}`));
  checks.holds(
    'and is every place that the job knows',
    REMOVALS.every((one) => known.has(`${one.class} ${one.room}.${one.table}`)),
  );
  checks.holds('the roll-ups are as they were', (await cellsOf(whole)) === cells);
}

const RECORD = `mutation ($input: RecordCustomerInput!) { recordCustomer(input: $input) { id } }`;

async function provesWhatStays(
  { whole, runAt, verifiedAt }: Proof,
  customers: readonly string[],
): Promise<void> {
  const now = Date.now();
  const counted = `SELECT * FROM cells WHERE statistic LIKE 'roboserver%'`;
  const before = textOf(await whole.rows('statistics', counted));
  const crm = await whole.token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
  const changed = { externalKey: 'R0', companyName: 'Retained 0', industry: '333', country: 'SE' };
  await whole.ask(RECORD, { input: changed }, crm);
  checks.equal(
    'a late report of a closed month is taken',
    (await send(whole, [reportAgo('late', 0, 40, 120)])).join(),
    'accepted',
  );
  await whole.hearth.settle();
  checks.holds(
    'and with the customer’s new industry changes no roll-up of it',
    textOf(await whole.rows('statistics', counted)) === before,
  );
  const personal = await whole.rows('personal', 'SELECT COUNT(*) AS n FROM scope');
  const usage = await whole.rows('usage', "SELECT COUNT(*) AS n FROM scope WHERE party LIKE 'analyst%'");
  checks.holds(
    'scopes of the usage room follow those of the personal room',
    Number(usage[0]?.['n']) <= Number(personal[0]?.['n']),
  );
  const staff = await whole.token({ audience: 'communication', purposes: ['communication'] });
  const answer = await whole.ask(
    'query ($id: ID!) { customer(id: $id) { companyName } }',
    { id: customers[0] },
    staff,
  );
  checks.equal(
    'a customer is as it was',
    JSON.stringify(answer.data),
    '{"customer":{"companyName":"Retained 0"}}',
  );
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  const report = await verifiedAt(now);
  const early = report.findings.map(({ code }) => code).join();
  // The clock is back: seen from today, what is gone by then would be gone too early.
  checks.equal(
    'a record that was cut by a clock ahead of its time is told from one that was not',
    early,
    'BEGINS_EARLY',
  );
  await runAt(now);
}

async function provesBeside({ whole, runAt }: Proof): Promise<void> {
  const later = Date.now() + 1_200 * 86_400_000;
  let sending = true;
  let runs = 0;
  let failed = 0;
  const removing = (async () => {
    while (sending) {
      failed += (await runAt(later)).failed.length;
      runs += 1;
    }
  })();
  const senders = Array.from({ length: 4 }, (_, sender) =>
    send(
      whole,
      Array.from({ length: BESIDE / 4 }, (_unused, n) => reportAgo(`beside ${sender} ${n}`, n % 2, n % 9, n)),
    ),
  );
  const outcomes = (await Promise.all(senders)).flat();
  sending = false;
  await removing;
  checks.equal(
    `${BESIDE} reports came in beside ${runs} runs`,
    outcomes.filter((one) => one === 'accepted').length,
    BESIDE,
  );
  checks.equal('no run failed', failed, 0);
  await whole.hearth.settle();
  await runAt(later);
  for (const table of ['reports', 'facts', 'month_states', 'installations', 'counter_bases'])
    checks.equal(
      `rows of ${table} at the end`,
      (await whole.rows('usage', `SELECT 1 FROM ${table}`)).length,
      0,
    );
}

async function proveOn(dialect: Dialect): Promise<void> {
  console.log(`on ${dialect === 'sqlite' ? 'SQLite' : 'MariaDB'}:`);
  const home = mkdtempSync(join(tmpdir(), 'hearth-retention-'));
  const whole = await startWholeHearth(dialect, home);
  try {
    const { kit } = whole.hearth;
    const access = await kit.room('access', 'retention-access');
    const rooms = {
      inbox: await kit.room('inbox', 'retention-inbox'),
      personal: await kit.room('personal', 'retention-personal'),
      usage: await kit.room('usage', 'retention-usage'),
      access,
    };
    const key = keysOf(join(home, 'keys'), 'partner-access').get('release-verifying');
    const reading = await kit.room('access', 'partner-access');
    const proof: Proof = {
      whole,
      runAt: (now) =>
        createRetention({
          rooms,
          policy: () => policyInForce(access, POLICY_VERSIONS),
          now: () => now,
          onError: (error) => console.error(error),
        }).runOnce(),
      verifiedAt: async (now) => {
        const lines: string[] = [];
        for await (const line of recordLines(reading, key)) lines.push(line);
        return verifyExport(lines, { keys: [key], now });
      },
    };
    const customers = await seed(whole);
    await provesBoundaries(proof);
    await provesWhatStays(proof, customers);
    await provesBeside(proof);
  } finally {
    await whole.close();
    rmSync(home, { recursive: true, force: true });
  }
}

runToExit(async () => {
  await proveOn('sqlite');
  if (mysqlAtHand()) await proveOn('mysql');
  else console.log(MYSQL_SKIP_NOTICE);
  checks.finish();
});
