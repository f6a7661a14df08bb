import { NEVER_MS, type Plan, type Sin } from './embed';
import type { Arranged, Fault } from './faults';
import { measureGrowth, type Growth } from './growth';
import { HostProcess } from './host-process';
import { measureLatency, type Latency } from './latency';

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
const LATENCY_TRIES = 3;

/**
 * What the client costs the requests of a host under this fault. A cost is looked for again, and counts where each try shows it; the
 * host that blocks on purpose must be caught in the same way.
 */
export async function latencyUnder(fault: Fault, arranged: Arranged, sin?: Sin): Promise<Latency> {
  const plan = planOf(fault, arranged, 'latency', sin);
  const measure = () => withHost(arranged, (host) => measureLatency(host, plan));
  let latency = await measure();
  for (let tries = 1; tries < LATENCY_TRIES && !latency.quiet; tries += 1) latency = await measure();
  return latency;
}

/** What attempt after attempt under this fault leaves behind. */
export function growthUnder(fault: Fault, arranged: Arranged, cycles: number, sin?: Sin): Promise<Growth> {
  const plan = planOf(fault, arranged, 'growth', sin);
  const clients = fault.waits ? WAITING_CLIENTS : FAST_CLIENTS;
  return withHost(arranged, (host) => measureGrowth(host, plan, { cycles, clients, outcome: fault.outcome }));
}

/** How long one attempt lasts under this fault with the deadline that products have. */
export function deadlineUnder(arranged: Arranged): Promise<number> {
  const plan = { url: arranged.url, folder: `${arranged.folder}/deadline`, everyMs: NEVER_MS };
  return withHost(arranged, async (host) => {
    await host.start(plan, 1);
    return (await host.cycle(1, 1)).typicalMs;
  });
}
