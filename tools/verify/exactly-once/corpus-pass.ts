import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendReports, type SendTally } from '@hearth/report-import';
import type { TestMysql } from '@hearth/test-databases';
import type { Checks } from '../checks';
import { dealtCustomers } from '../dealt-customers';
import type { Oracle } from '../jenkins-oracle';
import { checkPublishedTables } from '../published-tables';
import { recordCustomers } from '../record-customers';
import { seeded, shuffled } from '../seeded';
import { proofPrefix, startWholeHearth, type Dialect, type WholeHearth } from '../whole-hearth';
import { Killer, KILLS } from './kills';
import { ServedHome } from './served-home';
import { checkSettings } from './settings';
import { WorkerLine } from './worker-line';

const REFUSED = 1291;
const IGNORED = 17_316;

const BATCH = 500;
const CONCURRENCY = 4;
/** A request may meet several kills in a row. */
const RETRIES = 40;
const BACK_OFF_MS = 20;
const EVERY_SECONDS = { crossing: 2, rollUp: 30 };
const PROGRESS_EVERY = 20_000;

/** What the pass is made of. */
export interface CorpusPass {
  readonly dialect: Dialect;
  /** The folder of the real data. */
  readonly data: string;
  /** Every report as a line of JSON. */
  readonly lines: readonly string[];
  readonly oracle: Oracle;
  readonly checks: Checks;
  readonly seed: number;
  readonly server: TestMysql | undefined;
  readonly progress: (text: string) => void;
}

type On = (claim: string) => string;

/** Sends all of it while the killer is at work. */
async function sendUnderKills(pass: CorpusPass, home: ServedHome, on: On): Promise<SendTally> {
  const { lines, seed, server, checks, progress } = pass;
  const random = seeded(seed);
  const order = shuffled([...lines, ...lines], random);
  const total = order.length;
  const killer = new Killer({ home, server, total, probe: order[0] as string, random });
  progress(`kills after ${killer.plan()}`);
  const began = Date.now();
  let shown = 0;
  const tally = await sendReports({
    url: home.url,
    reports: order,
    batchSize: BATCH,
    concurrency: CONCURRENCY,
    retries: RETRIES,
    backOffMs: BACK_OFF_MS,
    onProgress: ({ sent }) => {
      killer.tell(sent);
      if (sent - shown < PROGRESS_EVERY) return;
      shown = sent;
      progress(`${sent} of ${total} acknowledged, ${killer.ended.process} and ${killer.ended.server} kills`);
    },
  });
  await killer.settled();
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(on(`${total} sent in ${seconds} s, requests made again: ${tally.retries}`));
  checks.equal(on('kills of the process'), killer.ended.process, KILLS.process);
  const killed = home.endings.filter((how) => how === 'SIGKILL').length;
  checks.equal(on('of them by SIGKILL'), killed, KILLS.process);
  if (server?.own) {
    checks.equal(on('kills of the server'), killer.ended.server, KILLS.server);
    checks.equal(on('reports that were told to come back meanwhile'), killer.toldToWait, KILLS.server);
  }
  return tally;
}

/** A receipt that was lost comes back as a duplicate, and one that was given stands: nothing is accepted twice. */
function checkReceipts({ lines, checks }: CorpusPass, tally: SendTally, on: On): void {
  const good = lines.length - REFUSED;
  checks.equal(on('receipts, one for each line that was sent'), tally.sent, 2 * lines.length);
  checks.equal(on('refused'), tally.refused, 2 * REFUSED);
  checks.equal(on('accepted and duplicate'), tally.accepted + tally.duplicate, 2 * good);
  const lost = good - tally.accepted;
  checks.holds(on(`accepted once each, but for ${lost} whose receipt was lost`), lost >= 0);
}

/** Counts that hold however often something was sent, and whatever ended meanwhile. */
async function checkCounts(hearth: WholeHearth, { checks, lines }: CorpusPass, on: On): Promise<void> {
  const one = async (room: string, sql: string) => Number((await hearth.rows(room, sql))[0]?.['n']);
  const counted = lines.length - REFUSED - IGNORED;
  checks.equal(on('ids'), await one('usage', 'SELECT COUNT(*) AS n FROM reports'), lines.length - REFUSED);
  checks.equal(on('accepted but ignored'), await hearth.countOutcome('ignored'), IGNORED);
  checks.equal(on('counted'), await hearth.countOutcome('counted'), counted);
  for (const table of ['facts', 'month_states']) {
    const reports = await one('usage', `SELECT SUM(reports) AS n FROM ${table}`);
    checks.equal(on(`reports in ${table}`), reports, counted);
  }
  const refusals = await one('usage', "SELECT SUM(count_value) AS n FROM failures WHERE kind = 'refused'");
  checks.holds(on(`refusals counted as often as they were sent: ${refusals}`), refusals >= 2 * REFUSED);
  const halves = (of: string) => one('inbox', `SELECT COUNT(*) AS n FROM halves WHERE kind ${of}`);
  checks.equal(on('halves left in the inbox'), await halves("IN ('sighting', 'held')"), 0);
  // Each is refused by a rule of its product, which may change: what is declared of it is kept, once.
  checks.equal(on('refused reports kept for a later try'), await halves("= 'refused'"), REFUSED);
  checks.equal(
    on('customers left in the outbox'),
    await one('personal', 'SELECT COUNT(*) AS n FROM outbox'),
    0,
  );
  const idsOf = async (room: string, table: string, column: string) =>
    (await hearth.rows(room, `SELECT ${column} AS id FROM ${table}`)).map((row) =>
      Buffer.from(row['id'] as Uint8Array).toString('hex'),
    );
  const installations = new Set(await idsOf('usage', 'installations', 'id'));
  const seen = new Set(await idsOf('personal', 'sightings', 'installation'));
  const unseen = [...installations].filter((id) => !seen.has(id)).length;
  checks.equal(on(`installations without a sighting, of ${installations.size}`), unseen, 0);
  checks.equal(
    on('sightings without an installation'),
    [...seen].filter((id) => !installations.has(id)).length,
    0,
  );
}

/**
 * Sends the whole corpus, each report twice and all in a drawn order, while the process is ended at drawn places, and on MariaDB
 * the server as well. Then the graph must answer with the published tables.
 *
 * @returns what was ended
 */
export async function corpusPass(pass: CorpusPass): Promise<{ kills: number; serverKills: number }> {
  const { dialect, data, oracle, checks, server } = pass;
  const on: On = (claim) => `${dialect}: ${claim}`;
  const folder = mkdtempSync(join(tmpdir(), 'hearth-corpus-'));
  const line = new WorkerLine(1);
  const atHome = () => startWholeHearth(dialect, folder, server ? { server } : {});
  try {
    const first = await atHome();
    await recordCustomers(first, dealtCustomers(data)).finally(() => first.close());

    const mysql = server ? { mysql: { adminUrl: server.adminUrl, prefix: proofPrefix() } } : {};
    const home = await ServedHome.open(line, {
      home: folder,
      port: 0,
      everySeconds: EVERY_SECONDS,
      ...mysql,
    });
    await checkSettings(home, checks, on);
    checkReceipts(pass, await sendUnderKills(pass, home, on), on);
    await home.close();

    const hearth = await atHome();
    try {
      await hearth.rollUp();
      await checkCounts(hearth, pass, on);
      await checkPublishedTables({ hearth, data, oracle, checks, on });
    } finally {
      await hearth.close();
    }
    return { kills: KILLS.process, serverKills: server?.own ? KILLS.server : 0 };
  } finally {
    await line.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
