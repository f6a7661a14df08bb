// npm run verify:real-data -- --data DIR [--on sqlite|mysql]
// Sends all 110,742 real reports through the public intake, shuffled, one in twenty twice, in compressed batches, as the
// installations of 503 companies (dealt synthetic usage), then asks the graph for the published tables.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { jenkinsReports, sendReports } from '@hearth/report-import';
import type { WireReport } from '@hearth/report';
import { startWholeHearth, type Dialect } from './whole-hearth';
import { dealtCustomers, licenceKeyFor } from './dealt-customers';
import { readOracle, type Oracle } from './jenkins-oracle';
import { Checks } from './checks';
import { checkPublishedTables } from './published-tables';
import { seeded, shuffled } from './seeded';
import { recordCustomers } from './record-customers';

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
    await checkPublishedTables({ hearth, data, oracle, checks, on });
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
