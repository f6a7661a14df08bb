import type { Baseline } from '../domain/baseline';
import type { Waiting } from '../domain/spool';
import { digestOfKey } from '../signing/digest';
import type { Identity } from './identity';

/** How reports fared, since the state began. */
export interface Counts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly givenUp: number;
  /** Went unsent: for the spool's bounds, or because the mode was turned down. */
  readonly dropped: number;
}

/** What an installation remembers from one process to the next. */
export interface Kept {
  readonly format: 'call-home-state/1';
  readonly installationId: string;
  /** Number of the next report. */
  readonly sequence: number;
  /** What the next report says of the one before; null where that is not known. */
  readonly previous: string | null;
  /** UTC milliseconds since when reports may be sent without a break; null while they may not. */
  readonly onSince: number | null;
  readonly baseline: Baseline | null;
  /** UTC milliseconds of the last report that told of a start-up. */
  readonly lastStartUpAt: number | null;
  readonly waiting: readonly Waiting[];
  readonly counts: Counts;
}

/** The state of an installation that has none yet. Where its key is older, what it last sent is not known. */
export function firstState({ installationId, key, isNew }: Identity): Kept {
  return {
    format: 'call-home-state/1',
    installationId,
    sequence: 0,
    previous: key && isNew ? digestOfKey(key.publicKey) : null,
    onSince: null,
    baseline: null,
    lastStartUpAt: null,
    waiting: [],
    counts: { accepted: 0, duplicate: 0, refused: 0, givenUp: 0, dropped: 0 },
  };
}

/** Makes sense of a state file; undefined where it holds no state. */
export function readKept(content: unknown): Kept | undefined {
  const kept = content as Kept;
  const isNumberOrNull = (value: unknown): boolean => value === null || Number.isFinite(value);
  const holds =
    kept.format === 'call-home-state/1' &&
    typeof kept.installationId === 'string' &&
    Number.isSafeInteger(kept.sequence) &&
    kept.sequence >= 0 &&
    (kept.previous === null || typeof kept.previous === 'string') &&
    isNumberOrNull(kept.onSince) &&
    isNumberOrNull(kept.lastStartUpAt) &&
    (kept.baseline === null || isBaseline(kept.baseline)) &&
    kept.waiting.every(isWaiting) &&
    Object.values(kept.counts).length === 5 &&
    Object.values(kept.counts).every((count) => Number.isSafeInteger(count));
  return holds ? kept : undefined;
}

function isBaseline(value: Baseline): boolean {
  return (
    Number.isFinite(value.hostSince) &&
    Number.isFinite(value.at) &&
    Object.values(value.values).every((text) => /^\d{1,20}$/.test(text))
  );
}

function isWaiting({ id, at, since, report, left }: Waiting): boolean {
  return (
    typeof id === 'string' &&
    Number.isFinite(at) &&
    Number.isFinite(since) &&
    report.id === id &&
    typeof report.licenceKey === 'string' &&
    (left === undefined || (Number.isSafeInteger(left.sequence) && typeof left.text === 'string'))
  );
}
