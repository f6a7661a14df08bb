import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendReports } from '@hearth/report-import';
import type { TestMysql } from '@hearth/test-databases';
import type { Checks } from '../checks';
import { dealtCustomers } from '../dealt-customers';
import type { Oracle } from '../jenkins-oracle';
import { checkPublishedTables } from '../published-tables';
import { recordCustomers } from '../record-customers';
import { seeded, shuffled } from '../seeded';
import { proofPrefix, startWholeHearth, type Dialect, type WholeHearth } from '../whole-hearth';
import { checkSettings } from './settings';
import { ServedHome } from './served-home';
import { WorkerLine } from './worker-line';

/** How often the process is ended, and the server under it. */
export const KILLS = { process: 50, server: 10 };
const REFUSED = 1291;
const IGNORED = 17_316;

const BATCH = 500;
const CONCURRENCY = 4;
/** A kill comes up to so many milliseconds after its report was acknowledged: anywhere in a group of the next. */
const JITTER_MS = 60;
/** The server stays away for at least so long, and up to twice as long. */
const AWAY_MS = 250;

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

interface Kill {
  /** Reports that were acknowledged before it. */
  readonly after: number;
  readonly what: 'process' | 'server';
  readonly laterMs: number;
}

function drawnKills(total: number, serverToo: boolean, random: () => number): Kill[] {
  const draw = (what: Kill['what'], count: number) =>
    Array.from({ length: count }, (): Kill => ({
      after: Math.floor(random() * total * 0.98),
      what,
      laterMs: Math.floor(random() * JITTER_MS),
    }));
  const kills = [...draw('process', KILLS.process), ...(serverToo ? draw('server', KILLS.server) : [])];
  return kills.sort((a, b) => a.after - b.after);
}

/** What the outages were like, from outside. */
interface Outages {
  server: number;
  /** Of them, how often a report was answered with 503 and a time to come back. */
  toldToWait: number;
}

/** While the server is away a report is sent: it must be told to come back, and given no receipt. */
async function outage(
  home: ServedHome,
  server: TestMysql,
  probe: string,
  random: () => number,
): Promise<boolean> {
  await server.own?.kill();
  const away = sleep(AWAY_MS * (1 + random()));
  const answer = await fetch(`${home.url}/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: probe,
  }).catch(() => undefined);
  await away;
  await server.own?.restart();
  return answer?.status === 503 && Number(answer.headers.get('retry-after')) > 0;
}

/** Counts that hold however often something was sent, and whatever ended meanwhile. */
async function checkCounts(
  hearth: WholeHearth,
  pass: CorpusPass,
  on: (claim: string) => string,
): Promise<void> {
  const { checks, lines } = pass;
  const one = async (room: string, sql: string) => Number((await hearth.rows(room, sql))[0]?.['n']);
  const counted = lines.length - REFUSED - IGNORED;
  checks.equal(on('ids'), await one('usage', 'SELECT COUNT(*) AS n FROM reports'), lines.length - REFUSED);
  checks.equal(on('accepted but ignored'), await hearth.countOutcome('ignored'), IGNORED);
  checks.equal(on('counted'), await hearth.countOutcome('counted'), counted);
  checks.equal(
    on('reports in the facts'),
    await one('usage', 'SELECT SUM(reports) AS n FROM facts'),
    counted,
  );
  checks.equal(
    on('reports in the months'),
    await one('usage', 'SELECT SUM(reports) AS n FROM month_states'),
    counted,
  );
  checks.equal(on('halves left in the inbox'), await one('inbox', 'SELECT COUNT(*) AS n FROM halves'), 0);
  checks.equal(
    on('customers left in the outbox'),
    await one('personal', 'SELECT COUNT(*) AS n FROM outbox'),
    0,
  );
  const hex = (row: Record<string, unknown>, column: string) =>
    Buffer.from(row[column] as Uint8Array).toString('hex');
  const installations = (await hearth.rows('usage', 'SELECT id FROM installations')).map((row) =>
    hex(row, 'id'),
  );
  const seen = (await hearth.rows('personal', 'SELECT installation FROM sightings')).map((row) =>
    hex(row, 'installation'),
  );
  const filed = new Set(seen);
  const known = new Set(installations);
  checks.equal(
    on('installations without a sighting'),
    installations.filter((id) => !filed.has(id)).length,
    0,
  );
  checks.equal(on('sightings without an installation'), seen.filter((id) => !known.has(id)).length, 0);
}

/**
 * Sends the whole corpus, each report twice and all in a drawn order, while the process is ended at drawn places, and on MariaDB
 * the server as well. Then the graph must answer with the published tables.
 *
 * @returns what was ended
 */
export async function corpusPass(pass: CorpusPass): Promise<{ kills: number; serverKills: number }> {
  const { dialect, data, lines, checks, seed, server, progress } = pass;
  const on = (claim: string) => `${dialect}: ${claim}`;
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'hearth-corpus-'));
  const line = new WorkerLine(1);
  const atHome = () => startWholeHearth(dialect, folder, server ? { server } : {});
  try {
    const first = await atHome();
    await recordCustomers(first, dealtCustomers(data)).finally(() => first.close());

    const home = await ServedHome.open(line, {
      home: folder,
      port: 0,
      everySeconds: { crossing: 2, rollUp: 30 },
      ...(server ? { mysql: { adminUrl: server.adminUrl, prefix: proofPrefix() } } : {}),
    });
    const order = shuffled([...lines, ...lines], random);
    const kills = drawnKills(order.length, server?.own !== undefined, random);
    progress(
      `kills after ${kills.map(({ after, what }) => (what === 'server' ? `${after} (server)` : after)).join(', ')}`,
    );
    let acknowledged = 0;
    const outages: Outages = { server: 0, toldToWait: 0 };
    let ended = 0;
    let ending: Promise<void> | undefined;
    let failure: unknown;
    const endNext = async (): Promise<void> => {
      for (let next = kills[0]; next && next.after <= acknowledged; next = kills[0]) {
        kills.shift();
        await home.served();
        await sleep(next.laterMs);
        if (next.what === 'process') {
          await home.kill('SIGKILL');
          ended += 1;
        } else if (server) {
          outages.server += 1;
          if (await outage(home, server, order[0] as string, random)) outages.toldToWait += 1;
        }
      }
    };
    const began = Date.now();
    let shown = 0;
    const tally = await sendReports({
      url: home.url,
      reports: order,
      batchSize: BATCH,
      concurrency: CONCURRENCY,
      retries: 40,
      backOffMs: 20,
      onProgress: ({ sent }) => {
        acknowledged = sent;
        ending ??= endNext().then(
          () => (ending = undefined),
          (error: unknown) => (failure = error),
        ) as Promise<void>;
        if (sent - shown < 20_000) return;
        shown = sent;
        progress(`${sent} of ${order.length} acknowledged, ${ended} and ${outages.server} kills`);
      },
    });
    await ending;
    if (failure !== undefined) throw failure;
    const seconds = (Date.now() - began) / 1000;
    console.log(
      on(
        `${order.length} sent in ${seconds.toFixed(0)} s with ${tally.retries} retries, ${ended} kills, ${outages.server} server kills`,
      ),
    );
    await checkSettings(home, checks, on);
    await home.close();

    checks.equal(on('kills of the process'), ended, KILLS.process);
    checks.equal(
      on('each ended by SIGKILL'),
      home.endings.filter((how) => how === 'SIGKILL').length,
      KILLS.process,
    );
    if (server?.own) {
      checks.equal(on('kills of the server'), outages.server, KILLS.server);
      checks.equal(on('reports told to come back meanwhile'), outages.toldToWait, KILLS.server);
    }
    const refusedTwice = 2 * REFUSED;
    checks.equal(on('receipts, one for each line'), tally.sent, order.length);
    checks.equal(on('refused'), tally.refused, refusedTwice);
    // A receipt that was lost comes back as a duplicate, and one that was given stands: never is a report accepted twice.
    const unknown = lines.length - REFUSED - tally.accepted;
    checks.equal(on('accepted and duplicate'), tally.accepted + tally.duplicate, order.length - refusedTwice);
    checks.holds(on(`accepted once each, but for ${unknown} whose receipt was lost`), unknown >= 0);

    const hearth = await atHome();
    try {
      await hearth.rollUp();
      await checkCounts(hearth, pass, on);
      await checkPublishedTables({ hearth, data, oracle: pass.oracle, checks, on });
    } finally {
      await hearth.close();
    }
    return { kills: ended, serverKills: outages.server };
  } finally {
    await line.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
