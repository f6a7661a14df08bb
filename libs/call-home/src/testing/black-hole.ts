import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** An address whose packets nobody answers. */
export interface BlackHole {
  readonly url: string;
  close(): void;
}

const LISTEN = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 });
  server.on('listening', () => process.stdout.write(String(server.address().port)));`;

/**
 * Makes one without any right of the system's: a process listens and is halted, and its short queue is filled, from when on the
 * kernel drops whoever knocks.
 */
export async function openBlackHole(): Promise<BlackHole> {
  const listener = spawn(process.execPath, ['-e', LISTEN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(listener.stdout, 'data')) as [Buffer];
  listener.kill('SIGSTOP');
  const fillers: Socket[] = [];
  for (let queued = 0; queued < 4; queued += 1) {
    const filler = connect(Number(port), '127.0.0.1');
    filler.on('error', () => undefined);
    fillers.push(filler);
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    url: `http://127.0.0.1:${Number(port)}`,
    close() {
      for (const filler of fillers) filler.destroy();
      listener.kill('SIGKILL');
    },
  };
}
