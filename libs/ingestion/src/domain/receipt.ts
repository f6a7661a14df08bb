import type { Receipt, ReceiptCode } from '@hearth/report';

/** What is told of one report; in a request of many the line's number stands before it. */
export type ReceiptBody = Omit<Receipt, 'line'>;

/** What was decided about one report that could be read. */
export type Verdict =
  | { readonly outcome: 'counted' | 'held' | 'ignored' | 'before-agreement' | 'duplicate' }
  | { readonly outcome: 'refused'; readonly code: ReceiptCode; readonly path: string };

/** The receipt of a verdict. Four outcomes look alike from outside (whether it is late follows from the report itself), so that the door is no oracle for licence keys. */
export function receiptOf(
  id: string,
  verdict: Verdict,
  dropped: readonly string[],
  isLate: boolean,
): ReceiptBody {
  if (verdict.outcome === 'refused') return { id, status: 'refused', code: verdict.code, path: verdict.path };
  const parts = dropped.length > 0 ? { dropped } : {};
  if (verdict.outcome === 'duplicate') return { id, status: 'duplicate', ...parts };
  return { id, status: 'accepted', ...parts, ...(isLate ? { late: true } : {}) };
}
