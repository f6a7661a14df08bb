import type { Receipt } from '@hearth/report';

/** What became of the reports sent so far. */
export interface SendTally {
  /** Reports that were answered. */
  sent: number;
  accepted: number;
  duplicate: number;
  refused: number;
  /** Refused reports by code. */
  byCode: Record<string, number>;
  /** Reports of which something was dropped, by its path. */
  dropped: Record<string, number>;
  /** Requests that had to be made again. */
  retries: number;
  /** The first few refusals, to look at. */
  examples: Refusal[];
}

/** One refused report. */
export interface Refusal {
  readonly id?: string;
  readonly code: string;
  readonly path: string;
}

const MAX_EXAMPLES = 20;

export function emptyTally(): SendTally {
  return {
    sent: 0,
    accepted: 0,
    duplicate: 0,
    refused: 0,
    byCode: Object.create(null) as Record<string, number>,
    dropped: Object.create(null) as Record<string, number>,
    retries: 0,
    examples: [],
  };
}

/** Counts one receipt. */
export function countReceipt(tally: SendTally, receipt: Receipt): void {
  tally.sent += 1;
  for (const path of receipt.dropped ?? []) tally.dropped[path] = (tally.dropped[path] ?? 0) + 1;
  if (receipt.status !== 'refused') {
    tally[receipt.status] += 1;
    return;
  }
  const code = receipt.code ?? 'INTERNAL_ERROR';
  tally.refused += 1;
  tally.byCode[code] = (tally.byCode[code] ?? 0) + 1;
  if (tally.examples.length < MAX_EXAMPLES) {
    tally.examples.push({ ...(receipt.id ? { id: receipt.id } : {}), code, path: receipt.path ?? '' });
  }
}
