import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cell, Subject } from '@hearth/catalogue';
import {
  CATALOGUE_VERSION,
  cellsOf,
  monthOf,
  productById,
  PRODUCTS,
  sourceOf,
  STATISTICS,
} from '@hearth/catalogue';
import { failpoint } from '@hearth/failpoints';
import type { RoomDatabase } from '@hearth/storage';
import { basisCells, basisName } from './domain/basis';
import type { DueMonth } from './domain/due';
import { dueMonths } from './domain/due';
import { CUSTOMER_BASE } from './domain/tables-port';
import { markDone, noteKept, readDone, replaceMonth } from './storage/roll-up-tables';
import {
  isClosed,
  readCoverage,
  readFacts,
  readRevisions,
  readStates,
  readSubjects,
} from './storage/usage-reading';

/** How far a run is. `done` counts the months that were replaced, `of` those that were due when it began. */
export interface RollUpProgress {
  readonly month: number;
  /** Product's id, or `*` for the tables of the customer base. */
  readonly product: string;
  readonly done: number;
  readonly of: number;
}

/** What `createRollUp` is told. */
export interface RollUpOptions {
  /** The usage room by the account roll-up: reads only. */
  readonly usage: RoomDatabase;
  /** The statistics room by the account roll-up. */
  readonly statistics: RoomDatabase;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told after each month. */
  readonly onProgress?: (progress: RollUpProgress) => void;
  /** Told when a run of the ticker failed; the next tick tries again. */
  readonly onError?: (error: unknown) => void;
}

/** The roll-up of reports into monthly tables. */
export interface RollUp {
  /** Rolls up every month that has changed. Runs take turns: a run asked for meanwhile starts after the one under way. */
  runOnce(): Promise<{ readonly months: number }>;
  /** Runs now and then every `intervalMs`, but never two at once. The timer does not keep the process alive. */
  start(intervalMs: number): void;
  /** Ends the ticker and waits for the run under way. */
  stop(): Promise<void>;
}

/**
 * Creates the roll-up. A month is recomputed whole from the usage room, in its place, in one transaction that also records
 * the revisions which had been read *before* the data was: a report that lands while a month is recomputed raises the
 * revision past the recorded one, so the month is due again.
 *
 * A month whose rows have begun to go by retention is not computed anew: its tables stay as they were last counted.
 */
export function createRollUp(options: RollUpOptions): RollUp {
  let tail: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let ticking = false;

  function runOnce(): Promise<{ readonly months: number }> {
    const run = tail.then(() => rollUpDue(options));
    tail = run.catch(() => undefined);
    return run;
  }
  async function tick(): Promise<void> {
    if (ticking) return;
    ticking = true;
    try {
      await runOnce();
    } catch (error) {
      options.onError?.(error);
    } finally {
      ticking = false;
    }
  }
  return {
    runOnce,
    start(intervalMs) {
      if (timer !== undefined) return;
      timer = setInterval(() => void tick(), intervalMs);
      timer.unref();
      void tick();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await tail;
    },
  };
}

async function rollUpDue({ usage, statistics, now, onProgress }: RollUpOptions): Promise<{ months: number }> {
  const { dirty, subjectsRevision } = await readRevisions(usage);
  failpoint('roll-up.revisions-read');
  const done = await readDone(statistics);
  // The mark of month 0 says by which catalogue everything was computed; another one may declare other tables.
  const catalogue = { month: 0, product: `@${CATALOGUE_VERSION}`, revision: 0n, subjectsRevision: 0n };
  const all = !done.some(({ month, product }) => month === 0 && product === catalogue.product);
  const due = dueMonths({
    products: PRODUCTS,
    dirty,
    done,
    subjectsRevision,
    currentMonth: monthOf(now()),
    all,
  });
  const revisions = new Map(dirty.map((row) => [`${row.month}/${row.product}`, row.revision]));
  const subjects = due.length > 0 ? await readSubjects(usage) : [];
  const wasDone = new Set(done.map(({ month, product }) => `${month}/${product}`));
  for (const [index, { month, product, keep }] of due.entries()) {
    const tables = keep ? [] : await tablesOf(usage, { month, product }, subjects);
    failpoint('roll-up.month-computed');
    // Always the revisions of the beginning, never a later reading: a later month that was recomputed already in this run
    // has not seen what came since.
    const revision = revisions.get(`${month}/${product}`) ?? 0n;
    const rolledUp = { month, product, revision, subjectsRevision };
    // What was read may have been going meanwhile. A mark that is not there yet was not there when it was read.
    const kept = keep ?? (wasDone.has(`${month}/${product}`) && (await isClosed(usage, month, product)));
    if (kept) await noteKept(statistics, rolledUp);
    else await replaceMonth(statistics, { done: rolledUp, doneAt: now(), tables });
    failpoint('roll-up.month-written');
    onProgress?.({ month, product, done: index + 1, of: due.length });
  }
  if (all) await markDone(statistics, catalogue, now());
  failpoint('roll-up.catalogue-marked');
  return { months: due.length };
}

async function tablesOf(
  usage: RoomDatabase,
  { month, product: id }: DueMonth,
  subjects: readonly Subject[],
): Promise<{ statistic: string; cells: readonly Cell[] }[]> {
  const product = id === CUSTOMER_BASE ? undefined : productById(id);
  const declared = product?.statistics ?? STATISTICS.filter((statistic) => statistic.product === null);
  const { states, apart } = product ? await readStates(usage, month, product.id) : { states: [], apart: 0 };
  const facts = declared.some((statistic) => sourceOf(statistic) === 'facts')
    ? await readFacts(usage, month, states)
    : [];
  const tables: { statistic: string; cells: readonly Cell[] }[] = [];
  for (const statistic of declared) {
    tables.push({
      statistic: statistic.id,
      cells: cellsOf(statistic, product, { month, states, subjects, facts }),
    });
    // A table of 20,000 installations takes some 200 ms. Between two, the process's other work has its turn.
    await nextTurn();
  }
  if (product) {
    const coverage = await readCoverage(usage, month, states);
    tables.push({ statistic: basisName(product.id), cells: basisCells({ ...coverage, apart }) });
  }
  return tables;
}
