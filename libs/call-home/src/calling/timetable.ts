import { performance } from 'node:perf_hooks';
import type { CallHomeOutcome } from '../domain/outcome';
import { backOff, nextSlot } from '../domain/schedule';
import type { Client } from './client';
import { report } from './report';
import { sendAll } from './send';
import { settle } from './settle';

/** The longest that is slept at once: the operator's file is looked at so often, and a clock that jumped is noticed. */
const LOOK_MS = 3_600_000;

/** What comes next, and when. */
interface Due {
  readonly what: 'start-up' | 'daily' | 'retry';
  /** By the monotonic clock, so that a clock that is set does not change it. */
  readonly at: number;
  /** UTC milliseconds; a day's slot also comes when the clock says so. */
  readonly slot: number;
}

/**
 * Calls home by schedule: once after start-up, then once a day, and again after a failure, ever later, up to the next day's slot.
 * Its one timer never holds the process.
 *
 * @returns what ends the schedule.
 */
export function keepTime(client: Client, inTurn: <T>(work: () => Promise<T>) => Promise<T>): () => void {
  const { startDelayMs } = client.options.timing;
  const delay = startDelayMs.least + Math.random() * (startDelayMs.most - startDelayMs.least);
  let due: Due = { what: 'start-up', at: performance.now() + delay, slot: Infinity };
  let timer: NodeJS.Timeout | undefined;

  const arm = (): void => {
    if (client.isStopped) return;
    const { agreedFrom, now } = client.options;
    const begins = agreedFrom - now();
    const wait = Math.min(due.at - performance.now(), begins > 0 ? begins : Infinity, LOOK_MS);
    timer = setTimeout(
      () =>
        void inTurn(wake)
          .catch(() => undefined)
          .then(arm),
      Math.max(0, wait),
    );
    timer.unref();
  };

  const wake = async (): Promise<void> => {
    const isDue = performance.now() >= due.at || client.options.now() >= due.slot;
    if (!isDue) {
      await settle(client);
      return;
    }
    // Whatever fails below, the next slot comes.
    const { what } = due;
    due = nextDue(client, undefined);
    due = nextDue(client, await call(client, what));
  };

  arm();
  return () => clearTimeout(timer);
}

async function call(client: Client, what: Due['what']): Promise<CallHomeOutcome | undefined> {
  const memory = await settle(client);
  if (!memory || client.mode === 'off' || client.isStopped) return undefined;
  // A start-up that was told of within the hour is not told of again, and a retry sends what waits.
  const isNew = what === 'daily' || (what === 'start-up' && !client.hasReported);
  const unmade = isNew ? await report(client, memory) : undefined;
  if (unmade) return unmade;
  if (what === 'daily') client.failures = 0;
  if (performance.now() < client.notBefore) return undefined;
  return sendAll(client, memory);
}

function nextDue(client: Client, outcome: CallHomeOutcome | undefined): Due {
  const { timing, now } = client.options;
  const slot = nextSlot(client.memory?.identity.installationId ?? '', timing.intervalMs, now());
  const untilSlot = slot - now();
  const untilAllowed = client.notBefore - performance.now();
  const failed = outcome?.status === 'unanswered' && (client.memory?.kept.waiting.length ?? 0) > 0;
  const wait = Math.max(untilAllowed, failed ? backOff(client.failures, timing.backOff, Math.random()) : 0);
  return wait > 0 && wait < untilSlot
    ? { what: 'retry', at: performance.now() + wait, slot: Infinity }
    : { what: 'daily', at: performance.now() + untilSlot, slot };
}
