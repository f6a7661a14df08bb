import type { Reader } from '@hearth/policy';
import type { Alert, Detector } from './domain/alert';
import { createBurstCount } from './domain/burst-count';
import { createHistory } from './domain/history';
import type { IntrusionLimits } from './domain/limits';
import { isOddHour, usualRowsMax } from './domain/past';
import type { PastDay } from './domain/past';
import { clientKey, partyKey } from './domain/reader-key';

/** What of an answer tells an intruder from a reader. */
export interface Answered {
  /** Whether a field of it was refused. */
  readonly refused: boolean;
  /** Lookups by id that answered nothing. */
  readonly emptyLookups: number;
  /** Cursors that were not ours, or not this reader's. */
  readonly badCursors: number;
}

/** Holds what readers do against thresholds, and against their own past. */
export interface Watch {
  /** Rows that are about to leave. `key` is what the rows are counted under. */
  released(reader: Reader, key: string, rows: number): void;
  answered(reader: Reader, answer: Answered): void;
  seed(reader: Pick<Reader, 'audience' | 'client' | 'party' | 'customer'>, day: PastDay): void;
}

const BURST_WINDOW_MS = 600_000;

/** Watches readers. It never refuses: it raises an alert, each of a kind at most once a day or window for each reader. */
export function createWatch(o: {
  readonly limits: IntrusionLimits;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly raise: (detector: Detector, reader: Reader, figures: Alert['figures']) => void;
}): Watch {
  const { limits, now, raise } = o;
  const burst = (threshold: number) =>
    createBurstCount({ threshold, windowMs: BURST_WINDOW_MS, keysMax: limits.readersMax, now });
  const emptyLookups = burst(limits.emptyLookups);
  const refusals = burst(limits.refusedAnswers);
  const badCursors = burst(limits.badCursors);
  const history = createHistory({ historyDays: limits.historyDays, readersMax: limits.readersMax, now });

  return {
    released: (reader, key, rows) => {
      const { past, today, told } = history.add(key, rows);
      const usual = usualRowsMax(past, limits);
      if (usual === undefined || today.rows <= usual || told.has('volume')) return;
      told.add('volume');
      raise('volume', reader, { rows: today.rows, usualMax: Math.round(usual), days: past.length });
    },
    answered: (reader, answer) => {
      const key = clientKey(reader);
      const empty = emptyLookups.count(key, answer.emptyLookups);
      if (empty !== undefined) raise('enumeration', reader, { emptyLookups: empty });
      const bad = badCursors.count(key, answer.badCursors);
      if (bad !== undefined) raise('bad-cursors', reader, { badCursors: bad });
      // Everybody without a token is one reader here: it is refused all day, and has no hours.
      if (reader.audience === 'public') return;
      const refused = refusals.count(key, answer.refused ? 1 : 0);
      if (refused !== undefined) raise('refusals', reader, { refusedAnswers: refused });
      const { past, hour, told } = history.add(partyKey(reader), 0);
      if (told.has('odd-hours') || !isOddHour(past, hour, limits)) return;
      told.add('odd-hours');
      raise('odd-hours', reader, { hour, days: past.length });
    },
    seed: (reader, day) => history.seed(partyKey(reader), day),
  };
}
