import { FAILPOINTS, type Failpoint } from '@hearth/failpoints';
import type { Checks } from '../checks';
import { differingTables } from './dump';
import type { HomeTemplate } from './home-template';
import type { Ending } from './messages';
import { mixedReports, type Batch } from './mixed-reports';
import { mixedRun, type Mishap, type MixedRun } from './mixed-run';
import { ServedHome } from './served-home';
import { checkSettings } from './settings';
import { WorkerLine } from './worker-line';

/** A place that is reached only after another crash: the second of two. */
const AFTER: Partial<Record<Failpoint, Failpoint>> = { 'intake.half-tried-singly': 'intake.inbox-written' };

interface Case {
  readonly name: string;
  readonly mishap: Mishap;
  readonly ends: readonly (NodeJS.Signals | number)[];
}

function failpointCase(name: Failpoint, hits: Readonly<Record<string, number>>, random: () => number): Case {
  const drawn = (at: Failpoint): Ending => ({ at, hit: 1 + Math.floor(random() * (hits[at] ?? 1)) });
  const before = AFTER[name];
  // The first time of both: there, halves are written, and tried again.
  const endings: Ending[] =
    before === undefined
      ? [drawn(name)]
      : [
          { at: before, hit: 1 },
          { at: name, hit: 1 },
        ];
  const places = endings.map(({ at, hit }) => `${at}, time ${hit} of ${hits[at] ?? 1}`);
  return { name: places.join(', then '), mishap: { endings }, ends: endings.map(() => 'SIGKILL') };
}

function cases(hits: Readonly<Record<string, number>>, requests: number, random: () => number): Case[] {
  const request = () => Math.floor(random() * requests);
  const half: Ending = { at: 'half-a-receipt', hit: 1 + request() };
  const stopDuring = request();
  return [
    ...(Object.keys(FAILPOINTS) as Failpoint[]).map((name) => failpointCase(name, hits, random)),
    { name: `half of receipt ${half.hit} sent`, mishap: { endings: [half] }, ends: ['SIGKILL'] },
    { name: `a stop in order during request ${stopDuring + 1}`, mishap: { stopDuring }, ends: [0] },
  ];
}

/** Whether no receipt of a run says other than the run without a crash: what was accepted may come back as a duplicate. */
function receiptsAgree(run: MixedRun, wanted: MixedRun): boolean {
  return (
    run.receipts.length === wanted.receipts.length &&
    run.receipts.every(({ id, status, code }, index) => {
      const other = wanted.receipts[index];
      const same = other?.status === status && other.code === code;
      return id === other?.id && (same || (status === 'duplicate' && other?.status === 'accepted'));
    })
  );
}

const count = (run: MixedRun, table: string, part = ''): number =>
  (run.dump.get(table) ?? []).filter((row) => row.includes(part)).length;

/** The run without a crash holds every sort of report, or its comparison would prove little. */
function checkReference(
  run: MixedRun,
  batches: readonly Batch[],
  checks: Checks,
  on: (claim: string) => string,
) {
  const lines = batches.reduce((sum, batch) => sum + batch.lines.length, 0);
  checks.equal(on('reports sent, and sent again'), lines, 1000);
  for (const outcome of ['counted', 'held', 'ignored', 'before-agreement'])
    checks.holds(
      on(`some are ${outcome}: ${count(run, 'usage.reports', `"outcome":"${outcome}"`)}`),
      count(run, 'usage.reports', `"outcome":"${outcome}"`) > 0,
    );
  checks.holds(on('some are refused'), run.refusals > 0);
  for (const reason of ['late-report', 'held-report'])
    checks.holds(on(`some correct a closed day as ${reason}`), count(run, 'usage.corrections', reason) > 0);
  checks.equal(on('links of chains'), count(run, 'usage.links'), 100);
  checks.equal(on('halves left in the inbox: those of no agreement'), count(run, 'inbox.halves'), 10);
  checks.equal(on('customers left in the outbox'), count(run, 'personal.outbox'), 0);
  const installations = (run.dump.get('usage.installations') ?? []).map(
    (row) => (JSON.parse(row) as { id: string }).id,
  );
  const orphans = (run.dump.get('personal.sightings') ?? []).filter(
    (row) => !installations.includes((JSON.parse(row) as { installation: string }).installation),
  );
  checks.equal(
    on(`sightings without an installation, of ${count(run, 'personal.sightings')}`),
    orphans.length,
    0,
  );
}

/** The settings are those of production; and files that a process has open are no other's, or two would write at once. */
async function checkOwner(
  line: WorkerLine,
  template: HomeTemplate,
  checks: Checks,
  on: (claim: string) => string,
) {
  const { serving } = await template.fresh();
  const home = await ServedHome.open(line, serving);
  await checkSettings(home, checks, on);
  if (template.dialect === 'sqlite') {
    const second = await line.next();
    const refused = await second.ask({ do: 'open', serving }).then(
      () => 'it was not',
      (error: unknown) => (error as Error).message,
    );
    second.kill('SIGKILL');
    checks.holds(
      on('a second process on the same files is refused'),
      refused.includes('is in use by process'),
    );
  }
  await home.close();
}

/**
 * Ends the process once at every failpoint, and twice where a place is reached only then; and tells it to stop in the middle.
 * Every table must be the one of the run without a crash.
 *
 * @returns how many failpoints were reached
 */
export async function failpointPass(o: {
  readonly template: HomeTemplate;
  readonly checks: Checks;
  readonly random: () => number;
  readonly progress: (text: string) => void;
}): Promise<number> {
  const { template, checks, random, progress } = o;
  const on = (claim: string) => `${template.dialect}: ${claim}`;
  const batches = mixedReports();
  const line = new WorkerLine(2);
  const reached = new Set<string>();
  try {
    await checkOwner(line, template, checks, on);
    const wanted = await mixedRun(line, template, batches);
    checkReference(wanted, batches, checks, on);
    const again = await mixedRun(line, template, batches);
    checks.equal(
      on('tables that differ between two runs without a crash'),
      differingTables(wanted.dump, again.dump).join(),
      '',
    );
    const refusedAtOnce =
      wanted.receipts.filter(({ status }) => status === 'refused').length / (batches.length / 2);
    for (const { name, mishap, ends } of cases(wanted.hits, batches.length, random)) {
      const run = await mixedRun(line, template, batches, mishap);
      const differing = differingTables(wanted.dump, run.dump);
      const more = run.refusals - wanted.refusals;
      const faults = [
        ...(run.endings.join() === ends.join()
          ? []
          : [`the process ended ${run.endings.length} times (${run.endings.join()})`]),
        ...differing,
        ...(receiptsAgree(run, wanted) ? [] : ['a receipt says otherwise']),
        ...(more >= 0 && more <= refusedAtOnce * ends.length ? [] : [`${more} refusals too many`]),
      ];
      checks.holds(
        on(`${name}: ${faults.length === 0 ? 'all tables as without' : faults.join(', ')}`),
        faults.length === 0,
      );
      if (run.endings.length > 0)
        for (const { at } of mishap.endings ?? []) if (at in FAILPOINTS) reached.add(at);
      progress(name);
    }
  } finally {
    await line.end();
  }
  return reached.size;
}
