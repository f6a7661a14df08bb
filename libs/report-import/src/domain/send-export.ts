import type { Receipt } from '@hearth/report';
import type { ExportFile } from './export-file';
import { postBody } from './post-batch';
import { REQUEST_TIMEOUT_MS, rest } from './send-reports';

/** Where an export goes. */
export interface SendExportOptions {
  /** Where Hearth listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly file: ExportFile;
  readonly signal?: AbortSignal;
  /** How often it is sent again when the server is busy or away; 8 by default. */
  readonly retries?: number;
  /** First pause, in milliseconds, doubled each time; 250 by default. */
  readonly backOffMs?: number;
}

/** What became of an export: a receipt for each report, or the code by which it was turned away whole. */
export type ExportOutcome =
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[] }
  | { readonly kind: 'turned-away'; readonly code: string }
  /** Nothing is known of it: it may be sent again. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/**
 * Posts an export as it stands: it cannot be cut or packed otherwise, since it is signed as a whole. Sending it again changes
 * nothing, as its reports have ids.
 */
export async function sendExport(options: SendExportOptions): Promise<ExportOutcome> {
  const { file, retries = 8, backOffMs = 250 } = options;
  const url = new URL('/v1/reports', options.url);
  const never = new AbortController();
  const signal = options.signal ?? never.signal;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await postBody(
      url,
      file,
      AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    );
    if (outcome.kind === 'receipts') return outcome;
    if (outcome.kind === 'too-large') return { kind: 'turned-away', code: 'BODY_TOO_LARGE' };
    if (outcome.kind === 'failed')
      return { kind: 'turned-away', code: outcome.code ?? `status ${outcome.status}` };
    if (attempt >= retries || signal.aborted) return { kind: 'unanswered', reason: outcome.reason };
    await rest(outcome.afterMs ?? backOffMs * 2 ** attempt, signal);
  }
}
