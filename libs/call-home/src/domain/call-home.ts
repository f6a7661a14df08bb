import type { CallHomeIdentity, CallHomeReadings, CallHomeReport } from './build-report';
import { buildReport } from './build-report';
import type { CallHomeOutcome } from './post-report';
import { postReport } from './post-report';

/** How the software calls home. */
export interface CallHomeOptions extends Omit<CallHomeIdentity, 'policyVersion'>, CallHomeReadings {
  /** Where the vendor's Hearth listens. */
  readonly url: string;
  /** Version of the privacy policy that the software was delivered with; `2026.1` by default. */
  readonly policyVersion?: string;
  /** UTC milliseconds since when the counters count; the start of the call-home by default. */
  readonly countersSince?: number;
  /** Sequence number of the first report; 0 by default. A host that keeps it across starts passes the next one. */
  readonly firstSequence?: number;
  /** The first report is sent after a delay drawn between these; 2 and 10 minutes by default. */
  readonly startDelayMs?: { readonly least: number; readonly most: number };
  /** Time between reports after the first; a day by default. */
  readonly intervalMs?: number;
  /** How long one attempt may take; 5 seconds by default. */
  readonly deadlineMs?: number;
  /** Told of each attempt; what it throws is swallowed. */
  readonly onOutcome?: (outcome: CallHomeOutcome) => void;
  readonly now?: () => number;
}

/** A running call-home. None of its functions throws. */
export interface CallHome {
  /** The report as it would be sent now, byte for byte but for its id and time; undefined where the host's counters fail. */
  preview(): string | undefined;
  /** Sends a report now, whatever the schedule. */
  sendNow(): Promise<CallHomeOutcome>;
  /** Ends the schedule. */
  stop(): void;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The longest a timer can be set to; beyond it Node would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Starts calling home: one report at start-up, after a delay, and one a day. Returns at once. Whatever the network or the
 * host's callbacks do, nothing is thrown into the host, no timer or socket keeps its process alive, and a report that is
 * not taken is let go: the counters are cumulative, so the next one tells the same and more.
 *
 * @example
 * const callHome = startCallHome({
 *   url: 'https://hearth.example.com',
 *   installation: '018f2b6e-7c1a-7cc3-9d52-0b6a4c1e2f30',
 *   product: 'roboserver',
 *   version: '11.2.0',
 *   edition: 'ENTERPRISE',
 *   licenceKey: 'DEMO-0000-0001',
 *   counters: () => ({ 'robots-executed': 1200, 'steps-executed': 98_000n }),
 * });
 */
export function startCallHome(options: CallHomeOptions): CallHome {
  const now = options.now ?? Date.now;
  const startedAt = now();
  const { least, most } = options.startDelayMs ?? { least: 2 * MINUTE_MS, most: 10 * MINUTE_MS };
  let sequence = options.firstSequence ?? 0;
  let first = true;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const build = (): CallHomeReport =>
    buildReport({ ...options, policyVersion: options.policyVersion ?? '2026.1' }, options, {
      reason: first ? 'start-up' : 'daily',
      sequence,
      now: now(),
      countersSince: options.countersSince ?? startedAt,
    });

  const sendNow = async (): Promise<CallHomeOutcome> => {
    let outcome: CallHomeOutcome;
    try {
      const body = JSON.stringify(build());
      sequence += 1;
      first = false;
      outcome = await postReport(options.url, body, options.deadlineMs ?? 5000);
    } catch {
      outcome = { status: 'unanswered', reason: 'the host’s counters failed' };
    }
    try {
      options.onOutcome?.(outcome);
    } catch {
      // The host's listener is the host's affair; its failure must not end the schedule.
    }
    return outcome;
  };

  const schedule = (delayMs: number): void => {
    if (stopped) return;
    timer = setTimeout(
      () => {
        void sendNow().then(() => schedule(options.intervalMs ?? DAY_MS));
      },
      Math.min(delayMs, MAX_TIMER_MS),
    );
    timer.unref();
  };

  schedule(least + Math.random() * Math.max(0, most - least));
  return {
    preview() {
      try {
        return JSON.stringify(build());
      } catch {
        return undefined;
      }
    },
    sendNow,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
