// npm run verify:real-data -- --data DIR [--on sqlite|mysql]
// Sends all 110,742 real reports through the public intake, shuffled, one in twenty twice, in compressed batches, as the
// installations of 503 companies (dealt synthetic usage), then asks the graph for the published tables.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { jenkinsReports, sendReports } from '@hearth/report-import';
import type { WireReport } from '@hearth/report';
import { startWholeHearth, type Dialect, type WholeHearth } from './whole-hearth';
import { dealtCustomers, licenceKeyFor } from './dealt-customers';
import { readOracle, type Oracle } from './jenkins-oracle';
import { Checks } from './checks';
import { recordCustomers } from './record-customers';

const PUBLISHED = [
  ['installations-by-version', 8838],
  ['jobs-by-type', 195652],
  ['nodes-by-os', 14735],
  ['installations-by-jvm', 8503],
  ['installations-by-plugin', 89326],
] as const;
const OTHERS = ['installations-by-executors', 'plugin-versions'] as const;
const REPORTS = 110_742;
const SEED = 20_091_220;

const { values } = parseArgs({
  options: { data: { type: 'string' }, on: { type: 'string' }, help: { type: 'boolean' } },
});
const data = resolve(values.data ?? process.env['HEARTH_DATA_DIR'] ?? '../shared/data');
if (values.help === true) {
  console.log('Usage: npm run verify:real-data -- --data DIR [--on sqlite|mysql]');
  process.exit(0);
}

/** A seeded generator (mulberry32), so that a failing order can be run again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

interface Cell {
  readonly keys: readonly { readonly value: string }[];
  readonly value: string;
  readonly share: number;
}
const STATISTIC = `query Statistic($id: ID!, $month: String!) {
  statistic(id: $id, period: { month: $month }) { total cells { keys { dimension value } value share } }
}`;

async function tableOf(
  hearth: WholeHearth,
  id: string,
  month: string,
): Promise<{ cells: Cell[]; total: string }> {
  const token = await hearth.token({ audience: 'product-management', purposes: ['statistics'] });
  const answer = await hearth.ask(STATISTIC, { id, month }, token);
  if (answer.errors) throw new Error(`${id} ${month}: ${JSON.stringify(answer.errors[0])}`);
  return (answer.data as { statistic: { cells: Cell[]; total: string } }).statistic;
}

const asMap = (cells: readonly Cell[]): Map<string, number> =>
  new Map(cells.map((cell) => [cell.keys.map((key) => key.value).join('\t'), Number(cell.value)]));

function same(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** Says which cells differ, so that a failing run can be looked into. */
function differences(got: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): void {
  for (const key of new Set([...got.keys(), ...wanted.keys()]))
    if (got.get(key) !== wanted.get(key)) console.log(`  ${key}: ${got.get(key)}, wanted ${wanted.get(key)}`);
}

async function run(dialect: Dialect, oracle: Oracle, checks: Checks): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-real-data-'));
  const hearth = await startWholeHearth(dialect, home);
  try {
    const began = Date.now();
    await recordCustomers(hearth, dealtCustomers(data));
    console.log(
      `${dialect}: 503 customers and agreements recorded in ${Math.round((Date.now() - began) / 1000)} s`,
    );

    const random = seeded(SEED);
    const reports: WireReport[] = [];
    const source = { folder: join(data, 'jenkins-usage', 'reports'), licenceKeyFor };
    // The importer keeps the order of files and lines, so the n-th report stands on the n-th line.
    const lineOf = new Map<string, string>();
    for await (const report of jenkinsReports(source)) {
      lineOf.set(report.id, oracle.names[reports.length] ?? '');
      reports.push(report);
    }
    const twice = reports.filter(() => random() < 0.05);
    const order = shuffled([...reports, ...twice], random);
    const sent = Date.now();
    let shown = 0;
    const tally = await sendReports({
      url: hearth.url,
      reports: order,
      batchSize: 500,
      concurrency: 4,
      gzip: true,
      onProgress: (progress) => {
        if (progress.sent - shown < 20_000) return;
        shown = progress.sent;
        console.log(
          `${dialect}: ${progress.sent.toLocaleString('en')} of ${order.length.toLocaleString('en')} sent`,
        );
      },
    });
    const seconds = (Date.now() - sent) / 1000;
    const { accepted, duplicate, refused, byCode } = tally;
    console.log(
      `${dialect}: seed ${SEED}, ${order.length} sent in ${seconds.toFixed(1)} s (${Math.round(order.length / seconds)}/s): ${JSON.stringify({ accepted, duplicate, refused, byCode })}`,
    );
    const on = (what: string) => `${dialect}: ${what}`;
    // A refused report keeps no id, so sending it again is refused again. Which of the repeats those are is told from the
    // raw lines, not from what the intake answered.
    const refusedAgain = twice.filter(({ id }) => oracle.isRefused(lineOf.get(id) ?? '')).length;
    checks.equal(on('every report was mapped and sent'), reports.length, REPORTS);
    checks.equal(on('refused, with the repeats of refused ones'), tally.refused, 1291 + refusedAgain);
    checks.equal(on('accepted for the first time'), tally.accepted, REPORTS - 1291);
    checks.equal(on('recognised as repeats'), tally.duplicate, twice.length - refusedAgain);
    const [counted] = await hearth.rows(
      'usage',
      "SELECT SUM(count_value) AS n FROM failures WHERE kind = 'refused' AND code = 'REFUSED_BY_PRODUCT'",
    );
    checks.equal(on('refusals that operations can see'), Number(counted?.['n']), 1291 + refusedAgain);
    checks.equal(on('accepted but ignored'), await hearth.countOutcome('ignored'), 17_316);
    checks.equal(on('counted'), await hearth.countOutcome('counted'), REPORTS - 1291 - 17_316);

    const rolled = Date.now();
    await hearth.rollUp();
    console.log(`${dialect}: rolled up in ${((Date.now() - rolled) / 1000).toFixed(1)} s`);
    for (const [id, total] of PUBLISHED) {
      const expected = JSON.parse(
        readFileSync(join(data, 'jenkins-usage', 'expected-2009-12', `${id}.json`), 'utf8'),
      ) as Record<string, number>;
      const table = await tableOf(hearth, id, '2009-12');
      checks.holds(
        on(`${id} 2009-12 equals the published table`),
        same(asMap(table.cells), new Map(Object.entries(expected))),
      );
      checks.equal(on(`${id} 2009-12 in all`), Number(table.total), total);
    }
    for (const month of [200912, 201001]) {
      const tables = oracle.tables(month);
      const text = `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`;
      for (const id of [...PUBLISHED.map(([name]) => name), ...OTHERS]) {
        const wanted = new Map(tables[id]);
        // The published table lists three families and no other.
        if (id === 'installations-by-jvm')
          for (const key of [...wanted.keys()]) if (!['1.5', '1.6', '1.7'].includes(key)) wanted.delete(key);
        const got = asMap((await tableOf(hearth, id, text)).cells);
        differences(got, wanted);
        checks.holds(
          on(`${id} ${text} equals the second reading of the raw lines (${wanted.size} cells)`),
          same(got, wanted) && wanted.size > 0,
        );
      }
    }
    const industries = await tableOf(hearth, 'customers-by-industry', '2009-12');
    const machinery = industries.cells.find((cell) => cell.keys[0]?.value === '333');
    checks.equal(on('customers that make machinery (NAICS 333)'), Number(machinery?.value), 19);
    checks.equal(on('customers in all'), Number(industries.total), 503);
    checks.equal(on('their share, in per cent'), ((machinery?.share ?? 0) * 100).toFixed(1), '3.8');
  } finally {
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const checks = new Checks('real-data');
  if (!existsSync(join(data, 'jenkins-usage', 'reports'))) {
    console.error(
      `No reports under ${data}: give the folder of the real data with --data DIR or HEARTH_DATA_DIR.`,
    );
    process.exit(2);
  }
  // Report ids sort by file, then by line: the smaller one speaks where two reports are of one instant.
  const oracle = await readOracle(data, (file, line) => `${file} ${String(line).padStart(9, '0')}`);
  checks.equal('lines read', oracle.lines, REPORTS);
  checks.equal('lines that the rules refuse', oracle.refused, 1291);
  checks.equal('lines without a job', oracle.ignored, 17_316);
  const dialects: Dialect[] = values.on === undefined ? ['sqlite', 'mysql'] : [values.on as Dialect];
  for (const dialect of dialects) await run(dialect, oracle, checks);
  checks.finish();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
