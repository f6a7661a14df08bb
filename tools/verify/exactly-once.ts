// npm run verify:exactly-once [-- --data DIR] [--on sqlite|mysql] [--seed N] [--only failpoints|corpus]
// The process that takes reports in is ended with kill -9 at every named failpoint and in the middle of the whole corpus, and
// MariaDB is as well, while the sender retries: after each, every table is the one that a run without a crash gives.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { jenkinsReports } from '@hearth/report-import';
import { MYSQL_HOW_TO, startMysql, type TestMysql } from '@hearth/test-databases';
import { Checks } from './checks';
import { licenceKeyFor } from './dealt-customers';
import { corpusPass } from './exactly-once/corpus-pass';
import { failpointPass } from './exactly-once/failpoint-pass';
import { homeTemplate } from './exactly-once/home-template';
import { readOracle } from './jenkins-oracle';
import { seeded } from './seeded';
import { runToExit, type Dialect } from './whole-hearth';

const USAGE =
  'Usage: npm run verify:exactly-once [-- --data DIR] [--on sqlite|mysql] [--seed N] [--only failpoints|corpus]';
const REPORTS = 110_742;
const SEED = 20_091_220;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    on: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}
const data = resolve(values.data ?? process.env['HEARTH_DATA_DIR'] ?? '../shared/data');
const seed = Number(values.seed ?? SEED);
const dialects: readonly Dialect[] = values.on === undefined ? ['sqlite', 'mysql'] : [values.on as Dialect];
const onDatabases = dialects.length === 2 ? 'on both databases' : `on ${dialects.join()}`;

/** Tells how far a part is, to whoever waits. */
function progressOf(dialect: Dialect): (text: string) => void {
  const began = Date.now();
  return (text) => console.error(`${dialect}, ${Math.round((Date.now() - began) / 1000)} s: ${text}`);
}

/** A durable server of its own for each part, as parts run side by side. */
async function withServer<T>(
  dialect: Dialect,
  use: (server: TestMysql | undefined) => Promise<T>,
): Promise<T> {
  const server = dialect === 'mysql' ? await startMysql({ durable: true }) : undefined;
  if (dialect === 'mysql' && !server) throw new Error(`No MariaDB or MySQL at hand. ${MYSQL_HOW_TO}`);
  try {
    return await use(server);
  } finally {
    await server?.stop();
  }
}

/** Both databases side by side; each claim names its own. Where one fails, the other still comes to its end. */
async function onEach<T>(part: (dialect: Dialect) => Promise<T>): Promise<T[]> {
  const results = await Promise.allSettled(dialects.map(part));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

async function failpoints(checks: Checks): Promise<string> {
  const reached = await onEach((dialect) =>
    withServer(dialect, async (server) => {
      const template = await homeTemplate(dialect, server);
      try {
        return await failpointPass({ template, checks, random: seeded(seed), progress: progressOf(dialect) });
      } finally {
        await template.remove();
      }
    }),
  );
  return `${Math.min(...reached)} failpoints`;
}

async function corpus(checks: Checks): Promise<string> {
  // Report ids sort by file, then by line: the smaller one speaks where two reports are of one instant.
  const oracle = await readOracle(data, (file, line) => `${file} ${String(line).padStart(9, '0')}`);
  const lines: string[] = [];
  const source = { folder: join(data, 'jenkins-usage', 'reports'), licenceKeyFor };
  for await (const report of jenkinsReports(source)) lines.push(JSON.stringify(report));
  checks.equal('reports of the corpus', lines.length, REPORTS);
  const ended = await onEach((dialect) =>
    withServer(dialect, (server) =>
      corpusPass({ dialect, data, lines, oracle, checks, seed, server, progress: progressOf(dialect) }),
    ),
  );
  const kills = Math.min(...ended.map((one) => one.kills));
  const serverKills = Math.max(...ended.map((one) => one.serverKills));
  return `${REPORTS.toLocaleString('en')} reports twice, ${kills} kills, ${serverKills} server kills`;
}

runToExit(async () => {
  const checks = new Checks('exactly-once');
  console.log(`seed ${seed}`);
  const parts: string[] = [];
  const hasData = existsSync(join(data, 'jenkins-usage', 'reports'));
  if (values.only !== 'failpoints' && hasData) parts.push(await corpus(checks));
  if (values.only !== 'corpus') parts.push(await failpoints(checks));
  const outcome = parts.some((part) => part.includes('twice'))
    ? `the published tables to the digit ${onDatabases}`
    : `the same tables ${onDatabases}`;
  const absent =
    hasData || values.only === 'failpoints' ? '' : `; no reports under ${data}, so the corpus was not run`;
  checks.finish(`${parts.join(', ')}: ${outcome}${absent}`);
});
