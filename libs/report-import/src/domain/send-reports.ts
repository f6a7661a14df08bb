import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from './batches';
import { batchesOf } from './batches';
import { postBatch } from './post-batch';
import type { SendTally } from './tally';
import { countReceipt, emptyTally } from './tally';

/** What is sent where, and how. */
export interface SendOptions {
  /** Where Hearth listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Reports as objects, or as lines of JSON text. */
  readonly reports: AsyncIterable<object | string> | Iterable<object | string>;
  /** Reports in a request; 500 by default. */
  readonly batchSize?: number;
  /** Requests under way at one time; 2 by default. */
  readonly concurrency?: number;
  /** Whether bodies are packed; true by default. */
  readonly gzip?: boolean;
  /** Called after each answered batch with the tally so far. */
  readonly onProgress?: (tally: SendTally) => void;
  readonly signal?: AbortSignal;
  /** How often a request is made again when the server is busy or away; 8 by default. */
  readonly retries?: number;
  /** First pause before a request is made again, in milliseconds, doubled each time; 250 by default. */
  readonly backOffMs?: number;
}

/** Why sending ended early. The reports that were answered before are in the tally, and sending again is safe. */
export class SendError extends Error {
  constructor(
    readonly code: 'SERVER_UNREACHABLE' | 'REQUEST_REFUSED' | 'ABORTED',
    message: string,
    readonly tally: SendTally,
  ) {
    super(message);
    this.name = 'SendError';
  }
}

/** Unpacked characters in a request, below any limit that an intake sets. */
const MAX_BATCH_CHARACTERS = 2 * 1024 * 1024;
/** How long one request may take. */
export const REQUEST_TIMEOUT_MS = 60_000;
const MAX_PAUSE_MS = 15_000;

/**
 * Sends reports to `POST /v1/reports` in batches, and adds up the receipts. A request that fails for a passing reason (429,
 * 503, network) is made again after a growing pause; so are lines answered with INTERNAL_ERROR. The reports' ids make that
 * safe. A batch that is too large is halved.
 *
 * @throws SendError when the server stays away, refuses the request as such, or the signal aborts.
 */
export async function sendReports(options: SendOptions): Promise<SendTally> {
  const tally = emptyTally();
  const url = new URL('/v1/reports', options.url);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const batches = batchesOf(options.reports, options.batchSize ?? 500, MAX_BATCH_CHARACTERS);
  const work = async (): Promise<void> => {
    for (;;) {
      const next = await batches.next();
      if (next.done) return;
      await settleBatch(next.value, { url, tally, signal, options });
      options.onProgress?.(tally);
    }
  };
  const workers = Array.from({ length: Math.max(1, options.concurrency ?? 2) }, async () => {
    try {
      await work();
    } catch (error) {
      stop.abort();
      throw error;
    }
  });
  const results = await Promise.allSettled(workers);
  await batches.return(undefined);
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  // The first failure stops the other workers, whose own failure is then only that they were stopped.
  const cause =
    failures.find((failure) => !(failure instanceof SendError && failure.code === 'ABORTED')) ?? failures[0];
  if (cause instanceof Error) throw cause;
  return tally;
}

interface Sending {
  readonly url: URL;
  readonly tally: SendTally;
  readonly signal: AbortSignal;
  readonly options: SendOptions;
}

/** Sends a batch until each of its lines has its final receipt. */
async function settleBatch(batch: Batch, sending: Sending): Promise<void> {
  const { url, tally, signal, options } = sending;
  const retries = options.retries ?? 8;
  let { lines } = batch;
  for (let attempt = 0; lines.length > 0; attempt += 1) {
    if (signal.aborted) throw new SendError('ABORTED', 'Sending was stopped.', tally);
    const outcome = await postBatch(url, lines, {
      gzip: options.gzip ?? true,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    let pause: number | undefined;
    if (outcome.kind === 'failed') {
      throw new SendError('REQUEST_REFUSED', `The server answered with status ${outcome.status}.`, tally);
    } else if (outcome.kind === 'too-large') {
      return halve(lines, sending);
    } else if (outcome.kind === 'again') {
      if (attempt >= retries && !signal.aborted) {
        const said =
          outcome.reason === '429'
            ? 'The server takes no more from here for now (429): send the rest again later.'
            : `The server stayed away (${outcome.reason}).`;
        throw new SendError('SERVER_UNREACHABLE', said, tally);
      }
      pause = outcome.afterMs;
    } else {
      const last = attempt >= retries;
      lines = lines.filter((_, index) => {
        const receipt = outcome.receipts[index];
        if (!receipt || (receipt.code === 'INTERNAL_ERROR' && !last)) return true;
        countReceipt(tally, receipt);
        return false;
      });
    }
    if (lines.length > 0) {
      tally.retries += 1;
      await rest(pause ?? (options.backOffMs ?? 250) * 2 ** attempt, signal);
    }
  }
}

async function halve(lines: readonly string[], sending: Sending): Promise<void> {
  if (lines.length === 1) {
    countReceipt(sending.tally, { line: 1, status: 'refused', code: 'LINE_TOO_LONG', path: '' });
    return;
  }
  const middle = Math.ceil(lines.length / 2);
  await settleBatch({ lines: lines.slice(0, middle) }, sending);
  await settleBatch({ lines: lines.slice(middle) }, sending);
}

/** Waits before a request is made again. */
export async function rest(pauseMs: number, signal: AbortSignal): Promise<void> {
  // Half of the pause is drawn, so that many senders do not come back at one instant.
  const limited = Math.min(pauseMs, MAX_PAUSE_MS);
  await sleep(limited / 2 + Math.random() * (limited / 2), undefined, { signal }).catch(() => undefined);
}
