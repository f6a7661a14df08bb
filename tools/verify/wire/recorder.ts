import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { receiptsFor } from '../client/answers';

/** A request as its bytes came in. */
export interface Recorded {
  readonly requestLine: string;
  /** Names in lower case, in the order in which they came; a name may come twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Everything, from the first byte of the request line to the last of the body. */
  readonly bytes: Buffer;
}

/** A server that keeps every byte it is sent, and answers as Hearth does. */
export interface Recorder {
  readonly url: string;
  readonly requests: readonly Recorded[];
  /** Bytes that came and were no request of the one form that the protocol has. */
  readonly strayBytes: () => number;
  close(): Promise<void>;
}

const END_OF_HEAD = '\r\n\r\n';

/** The first whole request of the bytes, or undefined where more must come. */
function parse(bytes: Buffer): Recorded | undefined {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const [requestLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const length = Number(headers.find(([name]) => name === 'content-length')?.[1] ?? 0);
  const from = end + END_OF_HEAD.length;
  if (bytes.length < from + length) return undefined;
  return {
    requestLine,
    headers,
    body: bytes.subarray(from, from + length),
    bytes: bytes.subarray(0, from + length),
  };
}

/** Starts a recording server on a free port of this machine. */
export async function startRecorder(): Promise<Recorder> {
  const requests: Recorded[] = [];
  const pending = new Map<Socket, Buffer>();
  const server: Server = createServer((socket) => {
    pending.set(socket, Buffer.alloc(0));
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      const bytes = Buffer.concat([pending.get(socket) ?? Buffer.alloc(0), piece]);
      const request = parse(bytes);
      pending.set(socket, request ? bytes.subarray(request.bytes.length) : bytes);
      if (!request) return;
      requests.push(request);
      const type = request.headers.find(([name]) => name === 'content-type')?.[1];
      const answer = receiptsFor(request.body.toString('utf8'), type);
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(answer)}\r\n\r\n${answer}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    strayBytes: () => [...pending.values()].reduce((sum, bytes) => sum + bytes.length, 0),
    close: async () => {
      for (const socket of pending.keys()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
