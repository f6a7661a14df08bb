import { NEVER_MS, type Plan, type Sin } from './embed';
import type { Arranged, Fault } from './faults';
import { measureGrowth, type Growth } from './growth';
import { HostProcess } from './host-process';
import { measureLatency, type Latency } from './latency';
import type { Network } from './network';

/** The deadline where every attempt waits for it: ten thousand of 5 s would take a day. */
const SHORT_DEADLINE_MS = 20;
/** The deadline where the answer comes at once, also on a busy machine. */
const LONG_DEADLINE_MS = 2000;
/** Where an attempt waits, many wait at once. */
const WAITING_CLIENTS = 25;
const FAST_CLIENTS = 4;

function planOf(fault: Fault, arranged: Arranged, folder: string, sin?: Sin): Omit<Plan, 'everyMs'> {
  return {
    url: arranged.url,
    folder: `${arranged.folder}/${folder}`,
    deadlineMs: fault.waits ? SHORT_DEADLINE_MS : LONG_DEADLINE_MS,
    ...(sin ? { sin } : {}),
  };
}

async function withHost<T>(arranged: Arranged, use: (host: HostProcess) => Promise<T>): Promise<T> {
  const host = await HostProcess.startIn(arranged);
  try {
    return await use(host);
  } finally {
    await host.end();
  }
}

/** A cost shows whenever it is looked for; what else the machine does in one of so many tries is not the client's. */
const TRIES = 3;

/**
 * Measures until no cost shows, and so many times at most: a cost counts where each try shows it. The hosts that misbehave on
 * purpose must be caught in the same way.
 *
 * @param measure is told which try it is, from 1
 */
export async function lookedFor<T>(
  measure: (tried: number) => Promise<T>,
  isFree: (found: T) => boolean,
): Promise<T> {
  let found = await measure(1);
  for (let tried = 2; tried <= TRIES && !isFree(found); tried += 1) found = await measure(tried);
  return found;
}

/** What the client costs the requests of a host under this fault. */
export async function latencyUnder(fault: Fault, arranged: Arranged, sin?: Sin): Promise<Latency> {
  const plan = planOf(fault, arranged, 'latency', sin);
  return lookedFor(
    () => withHost(arranged, (host) => measureLatency(host, plan)),
    ({ quiet }) => quiet,
  );
}

/** What attempt after attempt under this fault leaves behind, and how many requests an attempt took. */
export interface Left {
  readonly growth: Growth;
  readonly requestsPerAttempt: number;
}

/** Has the clients of a host make `cycles` attempts under this fault. */
export function growthUnder(
  fault: Fault,
  arranged: Arranged,
  network: Pick<Network, 'hits'>,
  cycles: number,
  sin?: Sin,
): Promise<Left> {
  const hits = async () => (arranged.port === undefined ? 0 : network.hits(arranged.port));
  const clients = fault.waits ? WAITING_CLIENTS : FAST_CLIENTS;
  return lookedFor(
    async (tried) => {
      const plan = planOf(fault, arranged, `growth-${tried}`, sin);
      const before = await hits();
      const growth = await withHost(arranged, (host) =>
        measureGrowth(host, plan, { cycles, clients, outcome: fault.outcome }),
      );
      // Sending once tries all that waits, so there are more attempts than sendings where an attempt failed before.
      const attempts = Object.values(growth.outcomes).reduce((sum, count) => sum + count, 0);
      return { growth, requestsPerAttempt: ((await hits()) - before) / attempts };
    },
    ({ growth }) => growth.flat,
  );
}

/** How long one attempt lasts under this fault with the deadline that products have. */
export function deadlineUnder(arranged: Arranged): Promise<number> {
  const plan = { url: arranged.url, folder: `${arranged.folder}/deadline`, everyMs: NEVER_MS };
  return withHost(arranged, async (host) => {
    await host.start(plan, 1);
    return (await host.cycle(1, 1)).typicalMs;
  });
}
