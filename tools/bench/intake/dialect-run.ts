import { join } from 'node:path';
import type { Child } from './calls';
import { Child as ChildProcess } from './calls';
import type { InsertPart, Place, Setup } from './contestants/contestant';
import type { Corpus } from './corpus';
import type { CpuProfile } from './cpu-profile';
import type { Round, RoundResult } from './load';
import type { MemoryRun } from './memory-run';
import { runWhole } from './memory-run';
import { freshPlace } from './places';
import type { Wait } from './wait-ledger';

/** What is measured of each, in reports per second. */
export type Measure = 'no-op' | 'checked' | 'single' | 'save' | 'graphql' | 'rows' | 'bodies' | 'batch';

/** Where the time of a round went. */
export interface Watched extends CpuProfile {
  readonly reports: number;
  readonly waits: readonly Wait[];
}

/** All that was measured on one kind of database. */
export interface DialectRun {
  readonly dialect: 'mysql' | 'sqlite';
  readonly settings: string;
  /** Reports per second, a value per round. */
  readonly rates: Readonly<Record<Measure, readonly number[]>>;
  /** Of the last round: how long answers took. */
  readonly latencies: Readonly<Partial<Record<Measure, RoundResult>>>;
  /** Microseconds of the server process's processor time per report, a value per round; the database's own is not in it. */
  readonly processor: Readonly<Partial<Record<Measure, readonly number[]>>>;
  readonly watched: Readonly<Record<'single' | 'batch', Watched>>;
  readonly memory: MemoryRun;
}

/** What a run is told. */
export interface DialectRunOptions {
  readonly dialect: 'mysql' | 'sqlite';
  readonly settings: string;
  /** The MySQL server; on SQLite it serves the comparison with mysql2's insert. */
  readonly adminUrl: string;
  readonly corpus: Corpus;
  readonly load: Child;
  readonly rounds: number;
  readonly folder: string;
}

const SINGLE_CONNECTIONS = 50;
const BATCH_CONNECTIONS = 4;
export const REPORTS_EACH = 500;
/** Reports of a round: some tenths of a second each, at least. */
const SINGLES = 4_000;
const SAVES = 400;
const BATCHED = 10_000;

/** What is measured one report a request. */
type SingleMeasure = Exclude<Measure, 'rows' | 'bodies' | 'batch'>;

/** How many reports a round of it has. */
const reportsOf = (name: SingleMeasure): number => (name === 'save' || name === 'graphql' ? SAVES : SINGLES);

/** A measure, and how its rate in a round is taken. */
type Turn = readonly [Measure, (round: number) => Promise<number>];

/** Starts a contestant that is ready for the load. */
export async function startContestant(
  kind: Setup['kind'],
  place: Place,
  corpus: Corpus,
): Promise<{ child: Child; port: number; close(): Promise<void> }> {
  const child = ChildProcess.start(join(__dirname, 'contestant.ts'), ['--expose-gc']);
  const setup: Setup = { kind, place, corpus: corpus.file, licenceKeys: corpus.licenceKeys };
  const port = await child.ask<number>('start', setup);
  return {
    child,
    port,
    close: async () => {
      await child.ask('close');
      child.end();
    },
  };
}

/** Runs all contestants in turn, so many rounds and one to warm up, then watches one more round, then the whole corpus. */
export async function runDialect(options: DialectRunOptions): Promise<DialectRun> {
  const { dialect, corpus, load, rounds, folder } = options;
  const adminUrl = dialect === 'mysql' ? options.adminUrl : undefined;
  const place = await freshPlace(folder, 'rounds', adminUrl);
  const start = (kind: Setup['kind'], at = place) => startContestant(kind, at, corpus);
  const servers = {
    'no-op': await start('no-op'),
    checked: await start('checked'),
    single: await start('hearth'),
    save: await start('typeorm-save'),
    graphql: await start('graphql-save'),
    plain: await start('plain-insert', await freshPlace(folder, `p${dialect}`, options.adminUrl)),
  };
  const rates: Record<Measure, number[]> = {
    'no-op': [],
    checked: [],
    single: [],
    save: [],
    graphql: [],
    rows: [],
    bodies: [],
    batch: [],
  };
  const latencies: Partial<Record<Measure, RoundResult>> = {};
  const processor: Partial<Record<Measure, number[]>> = {};

  // Singles walk through the first part of the corpus and batches through the rest, so that no report comes twice.
  const batchesFrom = SINGLES * (rounds + 2);
  const sent = async (round: Round): Promise<RoundResult> => {
    const result = await load.ask<RoundResult>('run', round);
    const odd = Object.keys(result.byStatus).filter((status) => status !== '200' && status !== '400');
    if (odd.length > 0) throw new Error(`Answers that no contestant should give: ${odd.join(', ')}`);
    return result;
  };
  const single = (server: SingleMeasure, round: number): Promise<RoundResult> =>
    sent({
      port: servers[server].port,
      form: server === 'graphql' ? 'graphql' : 'single',
      connections: SINGLE_CONNECTIONS,
      from: SINGLES * round,
      reports: reportsOf(server),
    });
  const batch = (round: number): Promise<RoundResult> =>
    sent({
      port: servers.single.port,
      form: 'batch',
      connections: BATCH_CONNECTIONS,
      from: batchesFrom + BATCHED * round,
      reports: BATCHED,
      reportsEach: REPORTS_EACH,
    });
  /** Runs a round on a server, and notes what it took of the processor; not of the round that warms up. */
  const noted = async (
    name: Measure,
    round: number,
    server: keyof typeof servers,
    reports: number,
    run: () => Promise<RoundResult>,
  ): Promise<number> => {
    const { child } = servers[server];
    const before = await child.ask<number>('processor');
    const result = await run();
    const spent = (await child.ask<number>('processor')) - before;
    latencies[name] = result;
    if (round > 0) (processor[name] ??= []).push(spent / reports);
    return reports / result.seconds;
  };
  const insert = async (round: number, bodies: boolean): Promise<number> => {
    const part: InsertPart = {
      from: batchesFrom + BATCHED * round,
      reports: BATCHED,
      reportsEach: REPORTS_EACH,
      bodies,
    };
    return BATCHED / (await servers.plain.child.ask<number>('insert', part));
  };

  const turns: readonly Turn[] = [
    ...(['no-op', 'checked', 'single', 'save', 'graphql'] as const).map((name): Turn => [
      name,
      (round) => noted(name, round, name, reportsOf(name), () => single(name, round)),
    ]),
    ['rows', (round) => insert(round, false)],
    ['bodies', (round) => insert(round, true)],
    ['batch', (round) => noted('batch', round, 'single', BATCHED, () => batch(round))],
  ];
  for (let round = 0; round <= rounds; round += 1) {
    const shown: string[] = [];
    // Every round begins with another contestant.
    for (let at = 0; at < turns.length; at += 1) {
      const [name, run] = turns[(at + round) % turns.length] as Turn;
      const rate = await run(round);
      if (round > 0) rates[name].push(rate);
      shown.push(`${name} ${Math.round(rate).toLocaleString('en')}`);
    }
    console.log(`  ${dialect}, ${round === 0 ? 'warm-up' : `round ${round}`}: ${shown.join(', ')}`);
  }

  const watch = async (reports: number, run: () => Promise<unknown>): Promise<Watched> => {
    await servers.single.child.ask('watch');
    await run();
    return { reports, ...(await servers.single.child.ask<Omit<Watched, 'reports'>>('watched')) };
  };
  const watched = {
    single: await watch(SINGLES, () => single('single', rounds + 1)),
    batch: await watch(BATCHED, () => batch(rounds + 1)),
  };
  for (const server of Object.values(servers)) await server.close();
  const memory = await runWhole(await freshPlace(folder, 'whole', adminUrl), corpus, load);
  return { dialect, settings: options.settings, rates, latencies, processor, watched, memory };
}
