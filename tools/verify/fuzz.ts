// Proof: fuzzing. At least 100,000 generated requests go over real HTTP to a real intake: sound reports, reports with odd values,
// reports with changed bytes (our own and the corpus's), any JSON and any bytes, packed, signed and framed well and badly. No
// answer is a 5xx, none is missing, and afterwards no table holds half of anything, or an undeclared name.
//   npm run verify:fuzz -- [--runs N] [--seed N] [--data DIR]
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createIntake, DEFAULT_LIMITS } from '@hearth/ingestion';
import { freshKeys, licenceHash, pseudonymOf } from '@hearth/keys';
import { jenkinsReports } from '@hearth/report-import';
import { createLogger, startHttpServer } from '@hearth/service';
import type { Dialect } from '@hearth/storage';
import { insertRows } from '@hearth/storage';
import { MYSQL_SKIP_NOTICE, mysqlAtHand, openTestRooms, stopSharedMysql } from '@hearth/test-databases';
import fc from 'fast-check';
import { Checks } from './checks';
import type { FuzzCase } from './fuzz/cases';
import { fuzzCases } from './fuzz/cases';
import { checkNothingUndeclared, checkTables } from './fuzz/invariants';
import { Ledger } from './fuzz/ledger';
import type { Sent } from './fuzz/reports';
import { CANARY, IDENTIFYING, KNOWN_KEY } from './fuzz/reports';
import { fuzzSender } from './fuzz/send';
import { skeletonOf, smallest } from './fuzz/smallest';
import { PROOF_INTAKE_LIMITS } from './proof-intake-limits';
import { runToExit } from './whole-hearth';

const NOW = Date.UTC(2026, 0, 15, 12);
const RUNS = 100_000;
/** One in ten goes to MariaDB, where it is at hand. */
const MYSQL_SHARE = 0.1;
/** Cases are drawn so many at a time, each lot under a seed of its own. */
const LOT = 1_000;
const CONNECTIONS = 48;
const CORPUS_LINES = 400;
/** Faults that are looked into; more are only counted. */
const FAULTS_SHOWN = 5;

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, data: { type: 'string' } },
});
const whole = (text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 1) throw new TypeError('Give whole numbers from 1.');
  return value;
};

/** Some of the corpus's reports, from all over its first file. */
async function readCorpus(folder: string): Promise<Sent[]> {
  const corpus: Sent[] = [];
  if (!existsSync(folder)) return corpus;
  for await (const report of jenkinsReports({ folder, licenceKeyFor: () => KNOWN_KEY })) {
    corpus.push({ ...report });
    if (corpus.length === CORPUS_LINES) break;
  }
  return corpus;
}

async function openIntake(dialect: Dialect, onError: (error: unknown) => void) {
  const rooms = await openTestRooms(dialect);
  const keys = freshKeys();
  const publisher = await rooms.open('usage', 'customer-records');
  await publisher.write((m) =>
    insertRows(
      m,
      'subjects',
      ['licence_hash', 'subject', 'edition', 'starts_on', 'entitled'],
      [
        [
          licenceHash(keys.get('licence-lookup'), KNOWN_KEY),
          pseudonymOf(keys.get('pseudonym'), 'cus_fuzz'),
          'ENTERPRISE',
          '2025-06-01',
          '[]',
        ],
      ],
    ),
  );
  const intake = createIntake({
    usage: await rooms.open('usage', 'intake'),
    inbox: await rooms.open('inbox', 'intake'),
    keys,
    now: () => NOW,
    limits: { ...DEFAULT_LIMITS, ...PROOF_INTAKE_LIMITS },
    onError,
  });
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: intake.handler,
    logger: createLogger({ level: 'silent', name: 'fuzz' }),
  });
  return { rooms, keys, intake, server };
}

async function fuzz(
  on: Dialect,
  runs: number,
  seed: number,
  corpus: readonly Sent[],
  checks: Checks,
): Promise<number> {
  const errors: string[] = [];
  const { rooms, keys, intake, server } = await openIntake(on, (error) =>
    // Its name and code alone: a database's message may quote what it was given.
    errors.push(`${(error as Error).name} ${String((error as { code?: unknown }).code ?? '')}`),
  );
  const sender = fuzzSender(server.port, CONNECTIONS);
  const ledger = new Ledger([CANARY, ...IDENTIFYING]);
  const arbitrary = fuzzCases(corpus);
  const kinds = new Map<string, number>();
  let faults = 0;

  async function one(fuzzed: FuzzCase, lotSeed: number, at: number): Promise<void> {
    kinds.set(fuzzed.kind, (kinds.get(fuzzed.kind) ?? 0) + 1);
    for (const answer of await sender.send(fuzzed)) {
      const fault = ledger.take(fuzzed, answer);
      if (fault === undefined) continue;
      faults += 1;
      if (faults > FAULTS_SHOWN) continue;
      const faulty = async (smaller: FuzzCase) =>
        (await sender.send(smaller)).some((again) => new Ledger([]).take(smaller, again) === fault);
      const least = await smallest(fuzzed, faulty);
      console.log(
        `FAULT  ${on}, ${fuzzed.kind}, seed ${lotSeed} case ${at}: ${fault}\n  ${skeletonOf(least)}`,
      );
    }
  }

  try {
    const began = Date.now();
    for (let done = 0; done < runs; done += LOT) {
      const lotSeed = (seed + done) | 0;
      const lot = fc.sample(arbitrary, { seed: lotSeed, numRuns: Math.min(LOT, runs - done) });
      let at = 0;
      await Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          for (let mine = at++; mine < lot.length; mine = at++)
            await one(lot[mine] as FuzzCase, lotSeed, mine);
        }),
      );
    }
    await intake.drain();
    const seconds = (Date.now() - began) / 1_000;
    console.log(`${on}: ${runs} bodies in ${seconds.toFixed(0)} s (${Math.round(runs / seconds)}/s)`);
    for (const [kind, count] of [...kinds].sort()) console.log(`  ${String(count).padStart(7)}  ${kind}`);
    for (const [status, count] of [...ledger.statuses].sort(([a], [b]) => a - b))
      console.log(`  ${String(count).padStart(7)}  status ${status}`);
    checks.equal(`${on}: answers that may not be`, faults, 0);
    checks.equal(`${on}: failures of the intake`, errors.slice(0, FAULTS_SHOWN).join(', '), '');
    const usage = await rooms.open('usage', 'usage-reader');
    const inbox = await rooms.open('inbox', 'crossing');
    await checkTables(on, { usage, inbox, keys }, ledger, checks);
    await checkNothingUndeclared(on, { usage, inbox, keys }, checks);
    checks.holds(
      `${on}: most kinds of answers came up`,
      ledger.accepted.size > runs / 20 && ledger.refused.size > (runs < LOT ? 0 : 8),
    );
    return faults;
  } finally {
    sender.close();
    await server.close();
    await rooms.close();
  }
}

async function main(): Promise<void> {
  const runs = whole(values.runs, RUNS);
  const seed = whole(values.seed, 1 + Math.floor(Math.random() * 2 ** 30));
  const data = resolve(values.data ?? process.env['HEARTH_DATA_DIR'] ?? '../shared/data');
  const corpus = await readCorpus(join(data, 'jenkins-usage', 'reports'));
  console.log(
    `seed ${seed}${corpus.length === 0 ? '; the corpus is not at hand: our own products alone' : ''}`,
  );
  const checks = new Checks('fuzz');
  const onMysql = mysqlAtHand() ? Math.round(runs * MYSQL_SHARE) : 0;
  let faults = await fuzz('sqlite', runs - onMysql, seed, corpus, checks);
  if (onMysql > 0) {
    try {
      faults += await fuzz('mysql', onMysql, seed + runs, corpus, checks);
    } finally {
      await stopSharedMysql();
    }
  } else console.log(MYSQL_SKIP_NOTICE);
  checks.finish(`${runs} bodies, ${faults} faults (seed ${seed})`);
}

runToExit(main);
