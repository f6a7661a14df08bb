// The host: a product that serves requests and embeds the client. Its orders come over a channel from the proof.
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CallHome } from '@hearth/call-home';
import { embed, type Plan } from './embed';

/** What a process holds, after a full collection. */
export interface Held {
  readonly heap: number;
  readonly rss: number;
  readonly fds: number;
  /** What keeps the process alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
}

/** What came of a row of attempts. */
export interface Cycled {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly longestMs: number;
  readonly typicalMs: number;
  readonly cpuMs: number;
  /** One at the start and one after each round. */
  readonly samples: readonly Held[];
}

export type Order =
  | { readonly do: 'start'; readonly plan: Plan; readonly clients: number }
  | { readonly do: 'cycle'; readonly count: number; readonly rounds: number }
  | { readonly do: 'stop' }
  | { readonly do: 'hold' };
export type Report = { readonly port: number } | { readonly attempts: number } | Cycled | Held;

let clients: CallHome[] = [];
let attempts = 0;
let outcomes: Record<string, number> = {};

/** Work as a product does it: a little of the event loop, and one errand to the threads that files and names also use. */
function serve(_request: IncomingMessage, response: ServerResponse): void {
  randomBytes(64, (error, bytes) => {
    response.writeHead(error ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: bytes?.toString('hex') }));
  });
}

function hold(): Held {
  globalThis.gc?.();
  globalThis.gc?.();
  const memory = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return {
    heap: memory.heapUsed + memory.external,
    rss: memory.rss,
    fds: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    resources,
  };
}

function count(outcome: { readonly status: string; readonly reason?: string }): void {
  attempts += 1;
  const name = outcome.reason === undefined ? outcome.status : `${outcome.status} (${outcome.reason})`;
  outcomes[name] = (outcomes[name] ?? 0) + 1;
}

async function cycle(total: number, rounds: number): Promise<Cycled> {
  outcomes = {};
  // All of it at once, so that what is measured is not the measuring.
  const took = new Float64Array(Math.ceil(total / rounds) * rounds);
  let done = 0;
  const samples = [hold()];
  const cpu = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    let left = Math.ceil(total / rounds);
    await Promise.all(
      clients.map(async (client) => {
        while (left > 0) {
          left -= 1;
          const began = performance.now();
          await client.sendNow();
          took[done] = performance.now() - began;
          done += 1;
        }
      }),
    );
    samples.push(hold());
  }
  const used = process.cpuUsage(cpu);
  took.sort();
  return {
    outcomes,
    longestMs: took.at(-1) ?? 0,
    typicalMs: took[took.length >> 1] ?? 0,
    cpuMs: (used.user + used.system) / 1000,
    samples,
  };
}

async function obey(order: Order): Promise<Report> {
  switch (order.do) {
    case 'start':
      attempts = 0;
      clients = Array.from({ length: order.clients }, (_, i) =>
        embed({ ...order.plan, folder: join(order.plan.folder, `client-${i}`) }, count),
      );
      return { attempts };
    case 'stop':
      for (const client of clients) client.stop();
      clients = [];
      return { attempts };
    case 'cycle':
      return cycle(order.count, order.rounds);
    case 'hold':
      return hold();
  }
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', (order: Order) => {
  void obey(order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit());
