// npm run verify:record
// The record of releases on SQLite and on MariaDB: a whole Hearth with two gateways and many readers at once; then its
// export is tampered with in every way, one at a time, and the verifier must find each and name the entry.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, readSupergraph, type Gateway, type GatewayOptions } from '@hearth/gateway';
import { recordLines } from '@hearth/partner-access';
import { CURRENT_POLICY } from '@hearth/policy';
import { keysOf } from '@hearth/process';
import { readExportLine, verifyExport, type SignedHead } from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import { mysqlAtHand, MYSQL_SKIP_NOTICE } from '@hearth/test-databases';
import { createVerifier, type TokenRequest } from '@hearth/tokens';
import { recordCustomers } from './record-customers';
import { tamper } from './record/tamper';
import { PROOF_ISSUER, startWholeHearth, type Dialect, type WholeHearth } from './whole-hearth';

const CUSTOMERS = 8;
// Requests at once, for the count of flushes.
const AT_ONCE = 200;
const QUERY =
  '{ customers(first: 5) { edges { node { id companyName contacts(first: 1) { edges { node { email } } } } } } }';
const READERS: readonly (Omit<TokenRequest, 'client'> & { client: string })[] = [
  { client: 'crm', audience: 'communication', purposes: ['communication'] },
  { client: 'mailer', audience: 'communication', purposes: ['communication'] },
  { client: 'contracts', audience: 'compliance', purposes: ['compliance'] },
];

let holding = 0;
const broken: string[] = [];
let tamperings = 0;
let found = 0;
const missed: string[] = [];

function holds(claim: string, value: boolean): void {
  if (value) holding += 1;
  else broken.push(claim);
  console.log(`${value ? '  ok  ' : 'FAILED'} ${claim}`);
}

type Another = (change: Partial<GatewayOptions>) => Promise<Gateway>;

async function moreGateways(
  whole: WholeHearth,
  home: string,
): Promise<{ another: Another; access: RoomDatabase }> {
  const keys = keysOf(join(home, 'keys'), 'gateway');
  const access = await whole.hearth.kit.room('access', 'gateway');
  const verifier = createVerifier({
    verifyingKey: keys.get('token-verifying'),
    issuer: PROOF_ISSUER,
    now: Date.now,
  });
  const another: Another = (change) =>
    createGateway({
      supergraphSdl: readSupergraph(),
      subgraphs: whole.hearth.subgraphs,
      verifier,
      policy: CURRENT_POLICY,
      access,
      keys,
      ...change,
    });
  return { another, access };
}

/** Counts the units that a room begins. */
function counted(access: RoomDatabase): { room: RoomDatabase; units: () => number } {
  let units = 0;
  const write: RoomDatabase['write'] = (work) => {
    units += 1;
    return access.write(work);
  };
  return { room: { ...access, write }, units: () => units };
}

const askBoth = async (whole: WholeHearth, second: Gateway): Promise<void> => {
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(
      READERS.map(async (reader, place) => {
        const token = await whole.token(reader);
        if ((round + place) % 2 === 0) await whole.ask(QUERY, {}, token);
        else await second.execute({ query: QUERY, authorization: `Bearer ${token}` });
      }),
    );
  }
};

const heads = (lines: readonly string[]): SignedHead[] =>
  lines.flatMap((text) => {
    const line = readExportLine(text);
    return line?.kind === 'head' ? [line.head] : [];
  });

async function proveOn(dialect: Dialect): Promise<void> {
  console.log(`on ${dialect === 'sqlite' ? 'SQLite' : 'MariaDB'}:`);
  const home = mkdtempSync(join(tmpdir(), 'hearth-record-'));
  const whole = await startWholeHearth(dialect, home);
  try {
    const { another, access } = await moreGateways(whole, home);
    const ids = await recordCustomers(
      whole,
      Array.from({ length: CUSTOMERS }, (_, n) => ({
        symbol: `C${n}`,
        name: `Company ${n}`,
        industry: '511',
        country: 'DK',
        sizeBand: 'FROM_10_TO_49',
        licenceKey: `PROOF-KEY-${n}`,
      })),
    );
    const counting = counted(access);
    const second = await another({ writer: 'second', access: counting.room });
    await askBoth(whole, second);
    await provesGrouping(whole, second, counting.units);
    await second.close();
    const third = await another({ writer: 'second' });
    await askBoth(whole, third);
    await third.close();
    await provesRefusal(whole, another, access);
    // The one process signs what is behind its last head within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    await provesExport(whole, home, ids);
  } finally {
    await whole.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function provesGrouping(whole: WholeHearth, gateway: Gateway, units: () => number): Promise<void> {
  const token = await whole.token(READERS[0] as (typeof READERS)[number]);
  const ask = () =>
    gateway.execute({
      query: '{ customers(first: 1) { edges { node { id } } } }',
      authorization: `Bearer ${token}`,
    });
  await ask();
  const before = units();
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const flushes = units() - before;
  holds(`${AT_ONCE} requests at once shared ${flushes} flushes`, flushes * 4 <= AT_ONCE);
}

async function provesRefusal(whole: WholeHearth, another: Another, access: RoomDatabase): Promise<void> {
  const token = await whole.token(READERS[0] as (typeof READERS)[number]);
  const ask = async (gateway: Gateway): Promise<string> =>
    JSON.stringify(await gateway.execute({ query: QUERY, authorization: `Bearer ${token}` }));
  const full = await another({
    writer: 'full',
    access: { ...access, write: () => Promise.reject(new Error('the disk is full')) },
  });
  const unrecorded = await ask(full);
  holds(
    'what cannot be recorded is not released',
    unrecorded.includes('RELEASE_NOT_RECORDED') && !unrecorded.includes('Company'),
  );
  const [one, twin] = [await another({ writer: 'twin' }), await another({ writer: 'twin' })];
  await ask(one);
  await ask(twin);
  const forked = await ask(one);
  holds(
    'of two processes under one name, the one that meets the other releases nothing more',
    forked.includes('RELEASE_NOT_RECORDED') && !forked.includes('Company'),
  );
  for (const gateway of [full, twin, one]) await gateway.close();
}

async function provesExport(
  whole: WholeHearth,
  home: string,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const key = keysOf(join(home, 'keys'), 'partner-access').get('release-verifying');
  const reading = await whole.hearth.kit.room('access', 'partner-access');
  const exported = async (): Promise<string[]> => {
    const lines: string[] = [];
    for await (const line of recordLines(reading, key)) lines.push(line);
    return lines;
  };
  const lines = await exported();
  const all = heads(lines);
  const held = [...new Map(all.map((head) => [head.writer, head])).values()];
  const report = await verifyExport(lines, { keys: [key], heldHeads: held });
  holds(
    `an export of ${report.entries} entries and ${report.heads} heads verifies`,
    report.ok && report.entries > 50,
  );
  holds(
    'three chains are in it, each signed to its end',
    report.chains.length === 3 &&
      report.chains.every(({ writer, size }) =>
        held.some((head) => head.writer === writer && head.size === size),
      ),
  );
  const sent = readFileSync(join(home, 'heads', 'gateway.ndjson'), 'utf8')
    .trim()
    .split('\n');
  holds(
    'each head of the one process was sent to its file',
    all.filter(({ writer }) => writer === 'gateway').length === heads(sent).length,
  );
  holds(
    'no id and no name of a customer is in it',
    ![...ids.values(), 'Company'].some((word) => lines.join('').includes(word)),
  );
  const tally = await tamper({ lines, key, held });
  tamperings += tally.tamperings;
  found += tally.found;
  missed.push(...tally.missed);
  console.log(`       ${tally.tamperings} tamperings, ${tally.found} found`);
  await provesErasure(
    whole,
    [...ids.values()][0] as string,
    async () => (await verifyExport(await exported(), { keys: [key], heldHeads: held })).ok,
  );
}

async function provesErasure(
  whole: WholeHearth,
  customer: string,
  verifies: () => Promise<boolean>,
): Promise<void> {
  const office = await whole.token({ audience: 'privacy-office', purposes: ['privacy-administration'] });
  const count = async (): Promise<number> => {
    const query = 'query ($id: ID!) { releaseRecords(filter: { customer: $id }) { edges { node { at } } } }';
    const answer = await whole.ask(query, { id: customer }, office);
    return (answer.data as { releaseRecords: { edges: unknown[] } }).releaseRecords.edges.length;
  };
  // Lists are in order of random ids, so that this customer may not have been on any page that was read.
  const staff = await whole.token({ audience: 'communication', purposes: ['communication'] });
  await whole.ask('query ($id: ID!) { customer(id: $id) { companyName } }', { id: customer }, staff);
  holds('the privacy office finds a customer’s entries', (await count()) > 0);
  const records = await whole.hearth.kit.room('access', 'customer-records');
  await records.write((m) => m.query('DELETE FROM commitment_keys WHERE customer = ?', [customer]));
  holds('once the customer’s commitment key is destroyed it finds none', (await count()) === 0);
  holds('and the record verifies as before', await verifies());
}

async function main(): Promise<void> {
  await proveOn('sqlite');
  if (mysqlAtHand()) await proveOn('mysql');
  else console.log(MYSQL_SKIP_NOTICE);
  for (const line of missed.slice(0, 50)) console.error(`missed: ${line}`);
  console.log(
    `record: ${tamperings} tamperings, ${found} found, ${missed.length} missed; ${holding} checks hold, ${broken.length} do not`,
  );
  if (missed.length > 0 || broken.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
