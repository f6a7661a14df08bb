import type { DialectRun, Measure } from './dialect-run';
import { growthOf } from './memory-run';

/** A figure that must be reached, and the one that is aimed at. */
export interface Bar {
  readonly short: string;
  readonly title: string;
  readonly least: number;
  readonly goal?: number;
  readonly valueOf: (run: DialectRun) => number;
}

/** The median of some figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** The median of the rounds' ratios: within a round both had the same machine. */
export function ratio({ rates }: DialectRun, of: Measure, to: Measure): number {
  return median(rates[of].map((rate, round) => rate / (rates[to][round] ?? NaN)));
}

/** Megabytes by which the heap may end higher: caches that fill once, and the noise of what a collection leaves. */
const GROWTH_MAX = 8;

/** The bars, which each kind of database is held to. */
export const BARS: readonly Bar[] = [
  {
    short: 'single/no-op',
    title: 'durable single-report acknowledgements ÷ a bare no-op server’s answers',
    least: 0.4,
    goal: 0.6,
    valueOf: (run) => ratio(run, 'single', 'no-op'),
  },
  {
    short: 'batch/insert',
    title: 'reports in batches to committed facts ÷ mysql2’s text multi-row insert of the same rows',
    least: 0.65,
    goal: 1,
    valueOf: (run) => ratio(run, 'batch', 'rows'),
  },
  {
    short: 'batch/graphql',
    title: 'reports in batches to committed facts ÷ one GraphQL mutation with one TypeORM save per report',
    least: 20,
    valueOf: (run) => ratio(run, 'batch', 'graphql'),
  },
  {
    short: 'flat memory',
    title: `memory flat over the whole corpus (1: the heap grew by no more than ${GROWTH_MAX} MB in its second half)`,
    least: 1,
    valueOf: ({ memory }) => (growthOf(memory) <= GROWTH_MAX ? 1 : 0),
  },
];

/** What became of a bar. */
export interface BarVerdict {
  readonly dialect: DialectRun['dialect'];
  readonly bar: Bar;
  readonly value: number;
  readonly holds: boolean;
}

/** Holds a run to all bars. A figure that could not be taken does not hold. */
export function judged(run: DialectRun): BarVerdict[] {
  return BARS.map((bar) => {
    const value = bar.valueOf(run);
    return { dialect: run.dialect, bar, value, holds: value >= bar.least };
  });
}
