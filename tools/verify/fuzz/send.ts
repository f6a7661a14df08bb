import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { FuzzCase, Framing } from './cases';

/** What came back. */
export interface Answer {
  /** `CUT` where the connection ended without an answer, `HANGS` where nothing came in time. */
  readonly status: number;
  readonly text: string;
}

/** A request that is not answered within this hangs. */
const ANSWER_MS = 30_000;

export const CUT = 0;
export const HANGS = -1;
const PATH = '/v1/reports';

/** Sends cases to one port, over connections that are kept. */
export function fuzzSender(port: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function overHttp({ headers, body }: FuzzCase): Promise<Answer> {
    return new Promise((resolve) => {
      const sent = request(
        { agent, host: '127.0.0.1', port, path: PATH, method: 'POST', timeout: ANSWER_MS },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
          );
          response.on('error', () => resolve({ status: CUT, text: '' }));
        },
      );
      for (const [name, value] of headers) sent.appendHeader(name, value);
      sent.setHeader('content-length', body.length);
      sent.on('timeout', () => {
        resolve({ status: HANGS, text: '' });
        sent.destroy();
      });
      sent.on('error', () => resolve({ status: CUT, text: '' }));
      sent.end(body);
    });
  }

  return {
    send: (one: FuzzCase): Promise<Answer[]> =>
      one.raw === undefined ? overHttp(one).then((answer) => [answer]) : byHand(port, one, one.raw),
    close: () => agent.destroy(),
  };
}

const chunk = (body: Buffer, size = body.length): Buffer =>
  Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
const LAST = Buffer.from('0\r\n\r\n');

function framed({ headers, body }: FuzzCase, how: Framing): Buffer {
  const head = (...more: string[]): Buffer =>
    Buffer.from(
      [
        `POST ${PATH} HTTP/1.1`,
        ...(how === 'no host' ? [] : ['host: fuzz']),
        ...headers.map(([name, value]) => `${name}: ${value}`),
        ...more,
        ...(how === 'header without end' ? ['x-without'] : []),
        '',
        '',
      ].join('\r\n'),
      'latin1',
    );
  const length = `content-length: ${body.length}`;
  const chunks = 'transfer-encoding: chunked';
  const close = 'connection: close';
  switch (how) {
    case 'chunked':
      return Buffer.concat([head(chunks, close), chunk(body.subarray(0, 7)), chunk(body.subarray(7)), LAST]);
    case 'chunked in bytes':
      return Buffer.concat([
        head(chunks, close),
        ...[...body].map((byte) => chunk(Buffer.from([byte]))),
        LAST,
      ]);
    case 'chunk too long':
      return Buffer.concat([head(chunks, close), chunk(body, body.length + 9), LAST]);
    case 'chunk too short':
      return Buffer.concat([head(chunks, close), chunk(body, Math.max(1, body.length - 9)), LAST]);
    case 'chunk without size':
      return Buffer.concat([head(chunks, close), Buffer.from('\r\n'), body, LAST]);
    case 'no last chunk':
      return Buffer.concat([head(chunks, close), chunk(body)]);
    case 'length too long':
      return Buffer.concat([head(`content-length: ${body.length + 9}`, close), body]);
    case 'length and chunks':
      return Buffer.concat([head(length, chunks, close), chunk(body), LAST]);
    case 'two lengths':
      return Buffer.concat([head(length, `content-length: ${body.length + 1}`, close), body]);
    case 'length of letters':
      return Buffer.concat([head('content-length: all', close), body]);
    case 'second request behind':
      return Buffer.concat([head(length), body, head(length, close), body]);
    case 'no host':
    case 'header without end':
      return Buffer.concat([head(length, close), body]);
  }
}

/** Requests that never end: only here does the sender say that no more comes, since who says so may be cut off unanswered. */
const ENDLESS: readonly Framing[] = [
  'chunk too long',
  'no last chunk',
  'length too long',
  'header without end',
];

/** Writes the request as bytes, and reads all answers until the server closes. */
function byHand(port: number, one: FuzzCase, how: Framing): Promise<Answer[]> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.write(framed(one, how));
      if (ENDLESS.includes(how)) socket.end();
    });
    socket.setTimeout(ANSWER_MS, () => {
      resolve([{ status: HANGS, text: '' }]);
      socket.destroy();
    });
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answersIn(Buffer.concat(pieces).toString('utf8'))));
  });
}

/** Reads the answers that follow each other in a text. */
function answersIn(text: string): Answer[] {
  const answers = text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((piece) => piece.startsWith('HTTP/1.1 '))
    .map((piece) => ({
      status: Number(piece.slice(9, 12)),
      text: piece.slice(piece.indexOf('\r\n\r\n') + 4),
    }));
  return answers.length === 0 ? [{ status: CUT, text: '' }] : answers;
}
