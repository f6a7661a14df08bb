import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './answers';
import { Asked, startProcess } from './processes';
import type { WorldAnswer, WorldQuestion } from './world';

/** More connections than the shortest backlog holds. */
const FILLING = 6;
/** How long a connection may take on this machine before it counts as swallowed. */
const CONNECT_MS = 300;

async function connects(port: number): Promise<Socket | undefined> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const settled = await Promise.race([
    once(socket, 'connect').then(() => true),
    sleep(CONNECT_MS).then(() => false),
  ]);
  if (settled) return socket;
  socket.destroy();
  return undefined;
}

/** The servers, addresses and resolvers that the faults are made of. */
export class Network {
  private readonly world = new Asked<WorldQuestion, WorldAnswer>(startProcess({ file: 'world.ts' }));
  private hole?: {
    readonly asked: Asked<object, WorldAnswer>;
    readonly port: number;
    readonly held: Socket[];
  };

  async open(behaviour: Behaviour): Promise<number> {
    return (await this.world.ask<{ port: number }>({ open: behaviour })).port;
  }

  async hits(port: number): Promise<number> {
    return (await this.world.ask<{ hits: number }>({ hits: port })).hits;
  }

  /** A port at which connecting never ends; undefined where this kernel answers all the same. */
  async blackHole(): Promise<number | undefined> {
    if (this.hole) return this.hole.port;
    const asked = new Asked<object, WorldAnswer>(startProcess({ file: 'black-hole.ts' }));
    const { port } = await asked.next<{ port: number }>();
    const held: Socket[] = [];
    this.hole = { asked, port, held };
    for (let i = 0; i < FILLING; i += 1) {
      const socket = await connects(port);
      if (!socket) return port;
      held.push(socket);
    }
    return undefined;
  }

  /** A resolver at this address that knows no name or never answers; false where port 53 is not ours to bind. */
  async resolver(how: 'nothing' | 'silently', address: string): Promise<boolean> {
    return (await this.world.ask<{ resolves: boolean }>({ resolve: how, address })).resolves;
  }

  async close(): Promise<void> {
    for (const socket of this.hole?.held ?? []) socket.destroy();
    await this.hole?.asked.end();
    await this.world.end();
  }
}
