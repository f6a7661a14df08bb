import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan } from './embed';
import type { HostProcess } from './host-process';
import { chanceOfExceeding, median, quantile } from './statistics';

/** How the host's requests fared with the client off and on. Times in ms. */
export interface Latency {
  readonly requests: number;
  readonly attempts: number;
  /** The middle request, the slowest of twenty, the slowest of a hundred. */
  readonly p50: Shift;
  readonly p95: Shift;
  readonly p99: Shift;
  readonly quiet: boolean;
}

/** One quantile, off and on; `noise` is how far the halves of what was measured with the client off lie apart. */
export interface Shift {
  readonly off: number;
  readonly on: number;
  readonly noise: number;
  readonly chance: number;
}

/** Blocks of each kind, in the order off, on, on, off, so that what drifts drifts for both. */
const BLOCKS = 12;
const BLOCK_MS = 200;
/** An attempt each 10 ms is millions of times what a product makes in a day: one request in twenty meets one. */
const EVERY_MS = 10;
/** A shift that chance alone brings about more often than this is noise. */
const CHANCE = 0.001;
/**
 * Below these a shift is no cost, even where so many attempts make it certain: each takes the event loop for some tenths of a
 * millisecond, which a product's requests meet once a day. A host that blocks for 10 ms an attempt is far above them.
 */
const MARGIN_MS = { p50: 0.15, p95: 1, p99: 3 };

function timed(agent: Agent, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const asked = request({ agent, port, host: '127.0.0.1' }, (response) => {
      response.resume();
      response.on('end', () => resolve(performance.now() - began));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function block(agent: Agent, port: number): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + BLOCK_MS;
  while (performance.now() < until) {
    took.push(await timed(agent, port));
    await sleep(0);
  }
  return took;
}

function shiftOf(off: readonly number[][], on: readonly number[][], share: number): Shift {
  const each = (blocks: readonly number[][]) => blocks.map((one) => quantile(one, share));
  const [plain, treated] = [each(off), each(on)];
  const half = (rest: number) => median(plain.filter((_, i) => i % 2 === rest));
  return {
    off: median(plain),
    on: median(treated),
    noise: Math.abs(half(0) - half(1)),
    chance: chanceOfExceeding(treated, plain),
  };
}

/** Noise unless both the ranks and the size of the shift say otherwise. */
const within = (shift: Shift, marginMs: number): boolean =>
  shift.chance > CHANCE || shift.on - shift.off <= marginMs + shift.noise;

/** Measures one host with the client off and on by turns, attempting all the while. */
export async function measureLatency(host: HostProcess, plan: Omit<Plan, 'everyMs'>): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const off: number[][] = [];
  const on: number[][] = [];
  let attempts = 0;
  try {
    // The first of everything is slower, and belongs to neither.
    await host.start({ ...plan, everyMs: EVERY_MS }, 1);
    await block(agent, host.port);
    await host.stop();
    await block(agent, host.port);
    for (let i = 0; i < 2 * BLOCKS; i += 1) {
      if (i % 4 === 1 || i % 4 === 2) {
        await host.start({ ...plan, everyMs: EVERY_MS }, 1);
        on.push(await block(agent, host.port));
        attempts += await host.stop();
      } else off.push(await block(agent, host.port));
    }
  } finally {
    agent.destroy();
  }
  const [p50, p95, p99] = [shiftOf(off, on, 0.5), shiftOf(off, on, 0.95), shiftOf(off, on, 0.99)];
  return {
    requests: [...off, ...on].reduce((sum, one) => sum + one.length, 0),
    attempts,
    p50,
    p95,
    p99,
    quiet: within(p50, MARGIN_MS.p50) && within(p95, MARGIN_MS.p95) && within(p99, MARGIN_MS.p99),
  };
}
