import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '@hearth/report';
import type { Batch } from './mixed-reports';

const TRIES_MAX = 600;
const PAUSE_MS = 15;

/** What became of the lines of a request, and how often it had to be made again. */
export interface Delivered {
  readonly receipts: readonly Receipt[];
  readonly retries: number;
}

/** Makes one request until it is answered whole, as every client does: the ids make it safe. */
export async function deliver(url: string, batch: Batch): Promise<Delivered> {
  for (let retries = 0; ; retries += 1) {
    try {
      const response = await fetch(`${url}${batch.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: `${batch.lines.join('\n')}\n`,
      });
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      const { receipts } = (await response.json()) as { receipts: Receipt[] };
      return { receipts, retries };
    } catch (error) {
      if (retries >= TRIES_MAX) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
