import type { Child } from './calls';
import type { Place } from './contestants/contestant';
import type { Corpus } from './corpus';
import { REPORTS_EACH, startContestant } from './dialect-run';
import type { RoundResult } from './load';

const PARTS = 11;
const CONNECTIONS = 4;

/** The intake's memory in bytes after so many reports. */
export interface MemoryPoint {
  readonly reports: number;
  /** In use after a collection. */
  readonly heapUsed: number;
  readonly rss: number;
}

/** The whole corpus through a fresh intake. */
export interface MemoryRun {
  readonly seconds: number;
  readonly points: readonly MemoryPoint[];
}

/** Sends every report of the corpus in batches, and looks at the intake's memory as it goes. */
export async function runWhole(place: Place, corpus: Corpus, load: Child): Promise<MemoryRun> {
  const intake = await startContestant('hearth', place, corpus);
  const points: MemoryPoint[] = [];
  let seconds = 0;
  const step = Math.ceil(corpus.reports / PARTS / REPORTS_EACH) * REPORTS_EACH;
  for (let from = 0; from < corpus.reports; from += step) {
    const reports = Math.min(step, corpus.reports - from);
    const round = {
      port: intake.port,
      form: 'batch',
      connections: CONNECTIONS,
      from,
      reports,
      reportsEach: REPORTS_EACH,
    };
    const result = await load.ask<RoundResult>('run', round);
    if (result.byStatus['200'] !== result.requests) throw new Error('A batch was turned away.');
    seconds += result.seconds;
    points.push({
      reports: from + reports,
      ...(await intake.child.ask<Omit<MemoryPoint, 'reports'>>('memory')),
    });
  }
  await intake.close();
  return { seconds, points };
}

const MEGABYTES = 1024 * 1024;

/** How many megabytes the heap of the second half stands above that of the first, each at its highest. */
export function growthOf({ points }: MemoryRun): number {
  const middle = Math.floor(points.length / 2);
  const highest = (part: readonly MemoryPoint[]) => Math.max(...part.map(({ heapUsed }) => heapUsed));
  return (highest(points.slice(middle)) - highest(points.slice(0, middle))) / MEGABYTES;
}
