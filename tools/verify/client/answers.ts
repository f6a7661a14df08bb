import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** How a server of the proof behaves towards a report. */
export type Behaviour =
  | 'healthy'
  | 'failing then healthy'
  | 'silent'
  | 'drip'
  | 'proxy 407'
  | 'portal'
  | '500'
  | '429'
  | 'huge'
  | 'reset'
  | 'redirect';

/** An answer that is longer than a client should ever read: 1 MiB where 64 KiB is the bound. */
const HUGE_BYTES = 1024 * 1024;
/** Made once: what the server does for an answer takes the processor from the host that is measured. */
const HUGE = Buffer.from(`{"filler":"${'x'.repeat(HUGE_BYTES)}"}`);
/** One byte at a time, slow enough that nothing is whole before any deadline of the proof. */
const DRIP_MS = 5;

function bodyOf(request: IncomingMessage, then: (text: string) => void): void {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('error', () => undefined);
  request.on('end', () => then(Buffer.concat(pieces).toString('utf8')));
}

/** What Hearth answers: one receipt for a report, a list of them for a batch. */
export function receiptsFor(text: string, contentType: string | undefined): string {
  const ids = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  const receipts = ids.map((id, index) => ({ id, status: 'accepted', line: index + 1 }));
  if (contentType?.includes('ndjson')) return JSON.stringify({ receipts });
  return JSON.stringify({ id: ids[0], status: 'accepted' });
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  more = {},
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...more });
  response.end(body);
}

const PORTAL =
  '<!doctype html><title>Welcome</title><form method=post>Accept the terms of this network</form>';

function respond(
  behaviour: Behaviour,
  count: number,
  text: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const receipts = () =>
    answer(response, 200, 'application/json', receiptsFor(text, request.headers['content-type']));
  const fault = (status: number, code: string, more = {}) =>
    answer(response, status, 'application/json', JSON.stringify({ code, message: 'Not now.' }), more);
  switch (behaviour) {
    case 'healthy':
      return receipts();
    case 'failing then healthy':
      return count % 2 === 0 ? receipts() : fault(503, 'NOT_READY');
    case 'portal':
      return answer(response, 200, 'text/html', PORTAL);
    case '500':
      return fault(500, 'INTERNAL_ERROR');
    case '429':
      return fault(429, 'TOO_MANY_REQUESTS', { 'retry-after': '3600' });
    case 'proxy 407':
      return answer(response, 407, 'text/html', PORTAL, { 'proxy-authenticate': 'Basic realm="office"' });
    case 'redirect':
      return answer(response, 302, 'text/html', '', { location: request.url ?? '/' });
    case 'huge':
      return answer(response, 200, 'application/json', HUGE);
    case 'reset':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"id":"', () => (request.socket as Socket).resetAndDestroy());
      return;
    default:
      response.destroy();
  }
}

/** Every other connection has its headers a byte at a time; the rest get the headers at once, and then the body so. */
function drip(socket: Socket, count: number): void {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n';
  const whole = head + 'x'.repeat(1000);
  let at = 0;
  if (count % 2 === 0) {
    socket.write(head);
    at = head.length;
  }
  const timer = setInterval(() => socket.write(whole.charAt(at++)), DRIP_MS);
  socket.on('close', () => clearInterval(timer));
}

/** A server with one behaviour. `hits` counts the requests, or the connections where no request is read. */
export function answering(behaviour: Behaviour): { readonly server: Server; hits(): number } {
  let hits = 0;
  if (behaviour === 'silent' || behaviour === 'drip') {
    const server = createTcpServer((socket) => {
      hits += 1;
      socket.on('error', () => undefined);
      // What is sent is read and let go, so that the client waits for an answer and not for room.
      socket.resume();
      if (behaviour === 'drip') drip(socket, hits);
    });
    return { server, hits: () => hits };
  }
  const server = createHttpServer({ keepAliveTimeout: 1000 }, (request, response) => {
    hits += 1;
    const count = hits;
    response.on('error', () => undefined);
    bodyOf(request, (text) => respond(behaviour, count, text, request, response));
  });
  server.on('connect', (_request, socket: Socket) => {
    hits += 1;
    socket.on('error', () => undefined);
    socket.end(
      'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="office"\r\ncontent-length: 0\r\n\r\n',
    );
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  return { server, hits: () => hits };
}
