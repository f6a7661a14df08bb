// npm run bench:intake -- [--data DIR] [--rounds 5] [--on sqlite|mysql]
// What the intake is worth beside bare servers and drivers and beside what one would write without it: the same real reports,
// the same load, every contestant in its own process and in turn within one run, so that whatever else the machine does falls
// on all. Only ratios count. It ends non-zero where a bar is missed. The report with where the time goes is written to
// tmp/bench-intake.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MYSQL_HOW_TO, startMysql } from '@hearth/test-databases';
import { runToExit } from '../verify/whole-hearth';
import { BARS, judged } from './intake/bars';
import { Child } from './intake/calls';
import { writeCorpus } from './intake/corpus';
import { runDialect } from './intake/dialect-run';
import { writeReport } from './intake/written-report';
import { readyServer } from './intake/places';

const { values } = parseArgs({
  options: { data: { type: 'string' }, rounds: { type: 'string' }, on: { type: 'string' } },
});

/** What libs/storage opens every file with. */
const SQLITE = 'journal_mode=WAL synchronous=FULL';

async function main(): Promise<void> {
  const data = resolve(values.data ?? process.env['HEARTH_DATA_DIR'] ?? '../shared/data');
  const rounds = Number(values.rounds ?? 5);
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-intake-'));
  const load = Child.start(join(__dirname, 'intake', 'load.ts'));
  // SQLite's batches are held to mysql2's insert too, so the server is needed either way.
  const server = await startMysql({ durable: true });
  if (!server) throw new Error(`The bars are set on MariaDB or MySQL, and none is at hand. ${MYSQL_HOW_TO}`);
  try {
    const corpus = await writeCorpus(data, join(folder, 'corpus.ndjson'));
    console.log(
      `${corpus.reports.toLocaleString('en')} real reports, ${rounds} rounds, each contestant in turn`,
    );
    await load.ask('read', corpus.file);
    const shared = { adminUrl: server.adminUrl, corpus, load, rounds, folder };
    const runs = [];
    const settings = await readyServer(server.adminUrl);
    console.log(`MariaDB: ${settings}`);
    if (values.on !== 'sqlite') runs.push(await runDialect({ dialect: 'mysql', settings, ...shared }));
    if (values.on !== 'mysql')
      runs.push(await runDialect({ dialect: 'sqlite', settings: SQLITE, ...shared }));
    const verdicts = runs.flatMap((run) => judged(run));
    mkdirSync('tmp', { recursive: true });
    const text = writeReport(runs, verdicts);
    writeFileSync(join('tmp', 'bench-intake.md'), text);
    console.log(text);
    const missed = verdicts.filter(({ holds }) => !holds);
    console.log(
      `intake: ${verdicts.map(({ dialect, bar, value }) => `${dialect} ${bar.short} ${value.toFixed(2)}`).join(', ')}; ${BARS.length * runs.length - missed.length} bars hold, ${missed.length} do not`,
    );
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    load.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

runToExit(main);
