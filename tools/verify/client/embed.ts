import { startCallHome, type CallHome, type CallHomeOutcome } from '@hearth/call-home';

/** What a host does wrong on purpose, so that the proof is seen to find it. */
export type Sin = 'blocks' | 'leaks' | 'keeps a handle' | 'clings';

/** How a host embeds the client. */
export interface Plan {
  readonly url: string;
  readonly folder: string;
  /** The client's own, which is 5 s, where none is given. */
  readonly deadlineMs?: number;
  /** Time between attempts, whatever becomes of them. */
  readonly everyMs: number;
  readonly sin?: Sin;
}

/** A wait that no round of the proof sees the end of. */
export const NEVER_MS = 6 * 60 * 60_000;
/** What a host that blocks takes for itself at each attempt. */
const BLOCKING_MS = 10;
/** As long as an attempt that is waited for. */
const CLINGING_MS = 4000;

const leaked: unknown[] = [];

function commit(sin: Sin): void {
  if (sin === 'leaks') leaked.push({ closure: () => leaked.length, at: Date.now() });
  if (sin === 'keeps a handle') setTimeout(() => undefined, NEVER_MS);
  if (sin === 'blocks') {
    const until = performance.now() + BLOCKING_MS;
    while (performance.now() < until);
  }
}

/** Starts a client as a vendor's product does, with the waits shrunk. */
export function embed(plan: Plan, onOutcome: (outcome: CallHomeOutcome) => void): CallHome {
  let executed = 0;
  if (plan.sin === 'clings') setTimeout(() => undefined, CLINGING_MS);
  return startCallHome({
    url: plan.url,
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'enterprise',
    licenceKey: 'PROOF-0000-0000',
    mode: 'on',
    folder: plan.folder,
    counters: () => ({ 'robots-executed': (executed += 1), 'steps-executed': executed * 40 }),
    gauges: () => ({ 'domains-accessed': 41 }),
    breakdowns: () => ({ 'robots-by-trigger': { schedule: 5, api: 0 } }),
    server: () => ({ cpus: 8, operatingSystem: 'Linux' }),
    timing: {
      // Where attempts are ordered one by one, none is made besides.
      startDelayMs: plan.everyMs === NEVER_MS ? { least: NEVER_MS, most: NEVER_MS } : { least: 0, most: 1 },
      intervalMs: plan.everyMs,
      ...(plan.deadlineMs === undefined ? {} : { deadlineMs: plan.deadlineMs }),
      backOff: { firstMs: plan.everyMs, mostMs: plan.everyMs },
    },
    onOutcome: (outcome) => {
      if (plan.sin) commit(plan.sin);
      onOutcome(outcome);
    },
  });
}
