import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Where a connection to the database breaks: before the server has the commit, or before the client has its answer. */
export type Cut = 'before-commit' | 'after-commit';

/** A way to a database server that a test can cut. */
export interface CuttingProxy {
  /** The same address by way of the proxy. */
  through(url: string): string;
  /** The next connection that commits is cut there; once. */
  cutNext(cut: Cut): void;
  /** While it is away, every connection is cut at once. */
  setAway(away: boolean): void;
  /** How many connections were cut at a commit. */
  cuts(): number;
  close(): Promise<void>;
}

/** A command of its own, after the byte that says that a statement comes; READ COMMITTED is none. */
const COMMIT = Buffer.from('\u0003COMMIT');

/** Listens on loopback and passes on what comes to the server of `url`. */
export async function openCuttingProxy(url: string): Promise<CuttingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let next: Cut | undefined;
  let away = false;
  let cuts = 0;

  function pass(client: Socket): void {
    const server = connect(Number(target.port), target.hostname);
    const both = [client, server];
    const cut = () => both.forEach((socket) => socket.destroy());
    let muted = false;
    for (const socket of both) {
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        cut();
      });
      socket.on('error', cut);
    }
    if (away) return cut();
    client.on('data', (chunk: Buffer) => {
      if (next !== undefined && chunk.includes(COMMIT)) {
        cuts += 1;
        if (next === 'before-commit') cut();
        else muted = true;
        next = undefined;
      }
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      // The server has committed, and says so to nobody.
      if (muted) cut();
      else client.write(chunk);
    });
  }

  const listener = createServer(pass);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    through: (address) => {
      const by = new URL(address);
      by.hostname = '127.0.0.1';
      by.port = String(port);
      return by.href;
    },
    cutNext: (cut) => (next = cut),
    setAway: (now) => {
      away = now;
      if (now) for (const socket of sockets) socket.destroy();
    },
    cuts: () => cuts,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
