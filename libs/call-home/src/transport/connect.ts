import type { Socket } from 'node:net';
import { connect as connectTcp } from 'node:net';
import type { Attempt } from './attempt';
import { Unanswered } from './attempt';

/** How long an address is given before the next is tried beside it. */
const NEXT_ADDRESS_MS = 300;

/** Connects to whichever address answers first; the others are closed. */
export function connectAny(addresses: readonly string[], port: number, attempt: Attempt): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    let next = 0;
    let timer: NodeJS.Timeout | undefined;
    let isDone = false;
    const tryNext = (): void => {
      clearTimeout(timer);
      const address = addresses[next];
      next += 1;
      if (isDone || attempt.isOver || address === undefined) return;
      // The family is settled, so that the handle is there at once and can be unreferenced while it connects.
      const socket = attempt.own(connectTcp({ host: address, port, autoSelectFamily: false }));
      sockets.add(socket);
      socket.unref();
      socket.setNoDelay(true);
      socket.once('connect', () => {
        if (isDone) return;
        isDone = true;
        clearTimeout(timer);
        for (const other of sockets) if (other !== socket) attempt.close(other);
        resolve(socket);
      });
      // A listener stays, so that no error of the socket is ever thrown into the host.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        if (!isDone && next < addresses.length) tryNext();
        else if (!isDone && sockets.size === 0) reject(new Unanswered('network'));
      });
      if (next < addresses.length) {
        timer = setTimeout(tryNext, NEXT_ADDRESS_MS);
        timer.unref();
      }
    };
    tryNext();
  });
}
