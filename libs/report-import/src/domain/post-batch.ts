import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Receipt } from '@hearth/report';

const pack = promisify(gzip);

/** What one request came to. */
export type PostOutcome =
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[] }
  /** The server is busy or away: the same request may be made again. */
  | { readonly kind: 'again'; readonly afterMs: number | undefined; readonly reason: string }
  | { readonly kind: 'too-large' }
  /** Making the request again would not help. */
  | { readonly kind: 'failed'; readonly status: number; readonly code: string | undefined };

/** Statuses that pass: too many requests, and a server or proxy that is away. */
const PASSING = new Set([408, 429, 502, 503, 504]);
const STATUSES = new Set(['accepted', 'duplicate', 'refused']);

/** Posts lines as one NDJSON body and reads the receipts, of which there is one a line. */
export async function postBatch(
  url: URL,
  lines: readonly string[],
  options: { readonly gzip: boolean; readonly signal: AbortSignal },
): Promise<PostOutcome> {
  const text = `${lines.join('\n')}\n`;
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(options.gzip ? { 'content-encoding': 'gzip' } : {}),
  };
  const body = options.gzip ? new Uint8Array(await pack(text, { level: 1 })) : text;
  const outcome = await postBody(url, { headers, body }, options.signal);
  // A single refused report may be answered with a status of its own; its receipt is an answer all the same.
  if (outcome.kind !== 'receipts' || outcome.receipts.length === lines.length) return outcome;
  return { kind: 'failed', status: 200, code: undefined };
}

/** Posts a body as it is, and reads what came back. */
export async function postBody(
  url: URL,
  sent: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array<ArrayBuffer> | string;
  },
  signal: AbortSignal,
): Promise<PostOutcome> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, { method: 'POST', headers: sent.headers, body: sent.body, signal });
    answer = await response.json().catch(() => undefined);
  } catch (error) {
    return { kind: 'again', afterMs: undefined, reason: error instanceof Error ? error.name : 'network' };
  }
  if (PASSING.has(response.status)) {
    return { kind: 'again', afterMs: retryAfter(response.headers), reason: String(response.status) };
  }
  if (response.status === 413) return { kind: 'too-large' };
  const receipts = receiptsOf(answer);
  if (receipts) return { kind: 'receipts', receipts };
  return { kind: 'failed', status: response.status, code: codeOf(answer) };
}

function codeOf(answer: unknown): string | undefined {
  const code = (answer as { code?: unknown } | null | undefined)?.code;
  // A code of ours: what another server answers is not shown.
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : undefined;
}

function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function receiptsOf(answer: unknown): readonly Receipt[] | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const listed = (answer as { receipts?: unknown }).receipts;
  const receipts = (Array.isArray(listed) ? listed : [answer]) as Receipt[];
  return receipts.every((receipt) => STATUSES.has(receipt?.status)) ? receipts : undefined;
}
