import type { UnlinkedReport } from './build-report';
import type { SpoolBounds } from './options';

/**
 * A report that waits. Until its bytes may have left it has no place in the chain and can be replaced; from then on it is kept
 * as it left, since only the same bytes again are the same report.
 */
export interface Waiting {
  readonly id: string;
  /** UTC milliseconds. */
  readonly at: number;
  /** UTC milliseconds since when its counters count. */
  readonly since: number;
  readonly report: UnlinkedReport;
  /** Set once its bytes may have left. */
  readonly left?: { readonly sequence: number; readonly text: string };
}

/** What waits, oldest first, and how many had to go. */
export interface Spooled {
  readonly waiting: readonly Waiting[];
  readonly dropped: number;
}

/**
 * Adds a report. One that never left, and whose counters began at the same instant, is replaced: the new one tells the same and
 * more, so that thirty blocked days cost one report. One that may have arrived stays, because its receipt is unknown, and the
 * new one waits behind it. Beyond the bounds the oldest goes first.
 */
export function spool(waiting: readonly Waiting[], next: Waiting, bounds: SpoolBounds): Spooled {
  const kept = waiting.filter(({ left, since }) => left !== undefined || since !== next.since);
  return withinBounds([...kept, next], bounds, next.at);
}

/** What is within the bounds at this time. */
export function withinBounds(waiting: readonly Waiting[], bounds: SpoolBounds, now: number): Spooled {
  let kept = waiting.filter(({ at }) => now - at <= bounds.ageMs);
  kept = kept.slice(Math.max(0, kept.length - bounds.reports));
  let bytes = kept.reduce((sum, one) => sum + bytesOf(one), 0);
  // The newest stays, whatever its size: it tells the most.
  while (kept.length > 1 && bytes > bounds.bytes) {
    const [oldest, ...rest] = kept;
    bytes -= oldest ? bytesOf(oldest) : 0;
    kept = rest;
  }
  return { waiting: kept, dropped: waiting.length - kept.length };
}

const bytesOf = ({ left, report }: Waiting): number =>
  Buffer.byteLength(left?.text ?? JSON.stringify(report));
