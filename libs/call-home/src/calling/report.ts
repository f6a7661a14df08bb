import { performance } from 'node:perf_hooks';
import type { CallHomeOutcome } from '../domain/outcome';
import { spool } from '../domain/spool';
import type { Waiting } from '../domain/spool';
import type { Memory } from '../state/memory';
import { textsOf } from './chain';
import type { Client } from './client';
import { makeReport } from './make-report';
import { enqueue, entryOf, sendAll } from './send';
import { settle } from './settle';

/** How long a previewed report is the one that is sent next; later ones tell fresher figures. */
const PREVIEW_HOLDS_MS = 10 * 60_000;
const COUNTERS_FAILED = { status: 'unanswered', reason: 'the host’s counters failed' } as const;

/** Shows the report that would be sent next, byte for byte; undefined where the mode is off or the host's counters fail. */
export async function preview(client: Client): Promise<string | undefined> {
  const memory = await settle(client);
  if (!memory || client.mode === 'off') return undefined;
  try {
    const waiting = await makeReport(client, memory);
    client.previewed = { waiting, at: performance.now() };
    return textsOf(memory, spool(memory.kept.waiting, waiting, client.options.spool).waiting).at(-1);
  } catch {
    return undefined;
  }
}

/** Makes a report and sends all that waits; in mode `local` it is kept for the operator to see. */
export async function reportNow(client: Client): Promise<CallHomeOutcome> {
  const memory = await settle(client);
  if (!memory || client.mode === 'off') return { status: 'not-sent', reason: 'mode off' };
  const made = await report(client, memory);
  return made ?? sendAll(client, memory);
}

/**
 * Makes a report for the next sending. Where it is not for sending, or there is none, it says why: the agreement has not begun,
 * the mode is local, the host's counters fail.
 */
export async function report(client: Client, memory: Memory): Promise<CallHomeOutcome | undefined> {
  let next: Waiting;
  try {
    next = await nextReport(client, memory);
  } catch {
    tellHost(client, COUNTERS_FAILED);
    return COUNTERS_FAILED;
  }
  if (memory.kept.onSince !== null) {
    await enqueue(client, memory, next);
    return undefined;
  }
  client.hasReported = true;
  await memory.tell(entryOf(next, { status: 'kept' }, client.options.now()));
  return { status: 'not-sent', reason: client.mode === 'on' ? 'before the agreement' : 'mode local' };
}

/** The report that was previewed last, so that it is the one that is sent; a new one where there is none, or it is old. */
async function nextReport(client: Client, memory: Memory): Promise<Waiting> {
  const { previewed } = client;
  client.previewed = undefined;
  const isFresh = previewed !== undefined && performance.now() - previewed.at <= PREVIEW_HOLDS_MS;
  return isFresh ? previewed.waiting : makeReport(client, memory);
}

function tellHost(client: Client, outcome: CallHomeOutcome): void {
  client.lastOutcome = outcome;
  try {
    client.options.given.onOutcome?.(outcome);
  } catch {
    // As everywhere: the listener's failure is its own.
  }
}
