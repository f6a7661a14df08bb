import type { CallHomeReport, UnlinkedReport } from './build-report';
import type { CallHomeOutcome } from './outcome';

/** A report that was sent, exported or kept, with what became of it. */
export interface HistoryEntry {
  /** UTC, RFC 3339: when this became of it. */
  readonly at: string;
  readonly id: string;
  /** Absent for a report that never left. */
  readonly sequence?: number;
  readonly outcome:
    | CallHomeOutcome
    /** It may have arrived; it is sent again until there is a receipt. */
    | { readonly status: 'unknown' }
    /** It waits to be sent. */
    | { readonly status: 'waiting' }
    | { readonly status: 'kept' | 'exported' | 'dropped' };
  /** What was in it; the licence key by its last four characters. */
  readonly report: UnlinkedReport | CallHomeReport;
}

const MAX_ENTRIES = 50;
const MAX_BYTES = 256 * 1024;

/** Adds an entry; beyond the bounds the oldest goes. */
export function remember(history: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  const kept = [...history, entry].slice(-MAX_ENTRIES);
  let bytes = kept.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0);
  while (kept.length > 1 && bytes > MAX_BYTES) bytes -= Buffer.byteLength(JSON.stringify(kept.shift()));
  return kept;
}

/** The report with no more of the licence key than its last four characters. */
export function masked<T extends UnlinkedReport>(report: T): T {
  return { ...report, licenceKey: `…${report.licenceKey.slice(-4)}` };
}
