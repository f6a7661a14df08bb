import { randomInt } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { readAnswer, RECORD_TYPES, writeQuestion } from './dns-message';
import type { Attempt } from './attempt';

/** How long one server is given before the next is asked as well as this one did not answer. */
const PATIENCE_MS = 1200;
/** How long the second kind of address is waited for once the first is there. */
const SECOND_KIND_MS = 50;
const DNS_PORT = 53;

/** Asks the servers, one after another, for the addresses of a name. None where there are none or nobody answers. */
export async function ask(
  name: string,
  servers: readonly string[],
  attempt: Attempt,
): Promise<readonly string[]> {
  for (const server of servers) {
    const addresses = attempt.isOver ? [] : await askOne(name, server, attempt);
    if (addresses) return addresses;
  }
  return [];
}

function askOne(name: string, server: string, attempt: Attempt): Promise<readonly string[] | undefined> {
  const { address, port } = endpointOf(server);
  const questions = Object.values(RECORD_TYPES).map((type) => writeQuestion(randomInt(65_536), name, type));
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const closable = attempt.own({ destroy: () => settle(undefined) });
    const answers = questions.map((): readonly string[] | undefined => undefined);
    let isSettled = false;
    const settle = (addresses: readonly string[] | undefined): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      closeQuietly(socket);
      attempt.close(closable);
      resolve(addresses);
    };
    const found = (): readonly string[] | undefined =>
      answers.every((answer) => answer === undefined) ? undefined : answers.flatMap((answer) => answer ?? []);
    let timer = setTimeout(() => settle(found()), PATIENCE_MS);
    timer.unref();
    socket.unref();
    socket.on('error', () => settle(found()));
    socket.on('message', (message) => {
      questions.forEach((question, index) => {
        if (question) answers[index] ??= readAnswer(message, question);
      });
      if (answers.every((answer) => answer !== undefined)) settle(found());
      else if ((found() ?? []).length > 0) {
        clearTimeout(timer);
        timer = setTimeout(() => settle(found()), SECOND_KIND_MS);
        timer.unref();
      }
    });
    try {
      // A connected socket takes datagrams from this server alone.
      socket.connect(port, address, () => {
        for (const question of questions) if (question && !isSettled) socket.send(question);
      });
    } catch {
      settle(undefined);
    }
  });
}

function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It was closed by its own error.
  }
}

/** `getServers` writes a port behind an address where it is not the usual one. */
function endpointOf(server: string): { readonly address: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(server) ?? [];
  return { address: bracketed ?? plain ?? server, port: port === undefined ? DNS_PORT : Number(port) };
}
