// The network as the host meets it: a process of its own, so that what answering costs is not charged to the host.
import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { answering, type Behaviour } from './answers';

/** What may be asked of the world. */
export type WorldQuestion =
  | { readonly open: Behaviour }
  | { readonly hits: number }
  | { readonly resolve: 'nothing' | 'silently'; readonly address: string };
export type WorldAnswer =
  { readonly port: number } | { readonly hits: number } | { readonly resolves: boolean };

const open = new Map<number, ReturnType<typeof answering>>();

function say(what: WorldAnswer): void {
  process.send?.(what);
}

/** The flags of an answer that says that there is no such name. */
const NO_SUCH_NAME = 0x8183;
const FLAGS_AT = 2;

/** A resolver that knows no name, or one that never answers. Port 53 is root's to bind. */
function resolve(how: 'nothing' | 'silently', address: string): void {
  const socket = createSocket('udp4');
  socket.on('error', () => say({ resolves: false }));
  socket.on('message', (message, from) => {
    if (how === 'silently' || message.length <= FLAGS_AT + 2) return;
    message.writeUInt16BE(NO_SUCH_NAME, FLAGS_AT);
    socket.send(message, from.port, from.address);
  });
  socket.bind(53, address, () => say({ resolves: true }));
}

process.on('message', (question: WorldQuestion) => {
  if ('hits' in question) return say({ hits: open.get(question.hits)?.hits() ?? 0 });
  if ('resolve' in question) return resolve(question.resolve, question.address);
  const opened = answering(question.open);
  opened.server.listen({ port: 0, host: '127.0.0.1', backlog: 511 }, () => {
    const { port } = opened.server.address() as AddressInfo;
    open.set(port, opened);
    say({ port });
  });
});
process.on('disconnect', () => process.exit());
