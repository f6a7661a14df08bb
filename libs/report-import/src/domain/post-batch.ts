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
  | { readonly kind: 'failed'; readonly status: number };

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
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        ...(options.gzip ? { 'content-encoding': 'gzip' } : {}),
      },
      body: options.gzip ? new Uint8Array(await pack(text, { level: 1 })) : text,
      signal: options.signal,
    });
    answer = await response.json().catch(() => undefined);
  } catch (error) {
    return { kind: 'again', afterMs: undefined, reason: error instanceof Error ? error.name : 'network' };
  }
  if (PASSING.has(response.status)) {
    return { kind: 'again', afterMs: retryAfter(response.headers), reason: String(response.status) };
  }
  if (response.status === 413) return { kind: 'too-large' };
  const receipts = receiptsOf(answer);
  // A single refused report may be answered with a status of its own; its receipt is an answer all the same.
  if (receipts?.length === lines.length) return { kind: 'receipts', receipts };
  return { kind: 'failed', status: response.status };
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
