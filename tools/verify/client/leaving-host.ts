// A host that serves one request and ends while an attempt hangs. It prints when it was done; its parent sees when it was gone.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { embed, type Plan } from './embed';

/** How a host ends: it lets its work run out, or it says so. */
export interface Leaving {
  readonly plan?: Plan;
  readonly how: 'runs out' | 'calls exit';
  /** How long the attempt has been under way when the host is done. */
  readonly afterMs: number;
}

async function live({ plan, how, afterMs }: Leaving): Promise<void> {
  const server = createServer((_request, response) => response.end('served'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  if (plan) embed(plan, () => undefined);
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } });
  await response.text();
  await sleep(afterMs);
  process.stdout.write(`${Date.now()}\n`, () => {
    if (how === 'calls exit') process.exit();
    server.close();
  });
}

void live(JSON.parse(process.argv[2] ?? '{}') as Leaving);
