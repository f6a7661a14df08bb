import { retryAfter } from './schedule';

/** What became of one attempt to call home. */
export type CallHomeOutcome =
  | { readonly status: 'accepted' | 'duplicate'; readonly late?: true; readonly dropped?: readonly string[] }
  | { readonly status: 'refused'; readonly code: string; readonly path: string }
  /** The server will not take it, whenever it is sent: it is not sent again. */
  | { readonly status: 'given-up'; readonly reason: string }
  /** Nobody took the report: a firewall, a timeout, an error of the network or of the server. It is tried again. */
  | { readonly status: 'unanswered'; readonly reason: string; readonly retryAfterMs?: number }
  /** The mode does not let it be sent. */
  | { readonly status: 'not-sent'; readonly reason: string };

/** An answer as it came, not yet believed. */
export interface Answer {
  readonly httpStatus: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** These will not get better by trying again. */
const FINAL = new Set([400, 401, 405, 413, 415]);
/** A refusal for this is the server's fault, and passes. */
const PASSING_CODE = 'INTERNAL_ERROR';
const MAX_DROPPED = 50;

/** What an answer says of the report with this id. Only a receipt for this very id is one: a captive portal has none. */
export function outcomeOf(answer: Answer, id: string, now: number, maxWaitMs: number): CallHomeOutcome {
  const receipt = receiptFor(answer.text, id);
  if (
    receipt &&
    answer.httpStatus === 200 &&
    (receipt.status === 'accepted' || receipt.status === 'duplicate')
  ) {
    return {
      status: receipt.status,
      ...(receipt.late === true ? { late: true as const } : {}),
      ...(Array.isArray(receipt.dropped)
        ? { dropped: receipt.dropped.map(short).slice(0, MAX_DROPPED) }
        : {}),
    };
  }
  if (receipt?.status === 'refused' && receipt.code !== PASSING_CODE) {
    return { status: 'refused', code: short(receipt.code), path: short(receipt.path ?? '') };
  }
  const reason = `status ${answer.httpStatus}`;
  if (FINAL.has(answer.httpStatus)) return { status: 'given-up', reason };
  const retryAfterMs = retryAfter(answer.retryAfter, now, maxWaitMs);
  return { status: 'unanswered', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

interface Receipt {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly path?: unknown;
  readonly late?: unknown;
  readonly dropped?: unknown;
}

function receiptFor(text: string, id: string): Receipt | undefined {
  try {
    const answer = JSON.parse(text) as (Receipt & { receipts?: unknown }) | null;
    const receipts: unknown[] = Array.isArray(answer?.receipts) ? answer.receipts : [answer];
    return receipts.find((one): one is Receipt => (one as Receipt | null)?.id === id);
  } catch {
    // No answer of Hearth's: a proxy's page, say. The HTTP status tells what there is to tell.
    return undefined;
  }
}

/** What a server says is kept in the history, so it is bounded. */
const short = (value: unknown): string => String(value).slice(0, 200);
