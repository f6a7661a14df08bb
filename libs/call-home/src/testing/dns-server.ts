import { createSocket } from 'node:dgram';
import type { RemoteInfo } from 'node:dgram';

/** A DNS server on a port of its own, as real as its answers. */
export interface DnsServer {
  /** As `dns.setServers` takes it. */
  readonly address: string;
  readonly asked: string[];
  close(): void;
}

/** Answers with the addresses of each name; `undefined` for a name that does not exist, null for silence. */
export async function openDns(
  lookup: (name: string) => readonly string[] | undefined | null,
  spoil: (answer: Buffer) => Buffer = (answer) => answer,
): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (question: Buffer, from: RemoteInfo) => {
    const { name, end } = nameIn(question);
    const type = question.readUInt16BE(end);
    asked.push(name);
    const addresses = lookup(name);
    if (addresses === null) return;
    const records = type === 1 ? (addresses ?? []) : [];
    const head = Buffer.from(question.subarray(0, end + 4));
    head.writeUInt16BE(addresses === undefined ? 0x8183 : 0x8180, 2);
    head.writeUInt16BE(records.length + (records.length > 0 ? 1 : 0), 6);
    // A chain of names comes before the addresses, as real servers answer.
    const chain = records.length > 0 ? [record(5, Buffer.from([0xc0, 12]))] : [];
    const parts = records.map((address) => record(1, Buffer.from(address.split('.').map(Number))));
    socket.send(spoil(Buffer.concat([head, ...chain, ...parts])), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function nameIn(question: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}
