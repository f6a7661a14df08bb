import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Environment } from '../domain/options';
import type { Answer } from '../domain/outcome';
import type { Attempt } from './attempt';
import { Unanswered } from './attempt';
import { connectAny } from './connect';
import { proxyCredentials, proxyFor } from './proxy';
import { resolveName } from './resolve-name';
import type { Trust } from './secure';
import { secure } from './secure';
import { tunnel } from './tunnel';

/** An answer longer than this is none of Hearth's, and is not read on. */
const MAX_ANSWER_BYTES = 64 * 1024;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Where a report goes, by which way, and trusting whom. */
export interface Destination {
  readonly url: URL;
  readonly proxy: string | false | undefined;
  readonly environment: Environment;
  readonly trust: Trust;
}

/** A body and the headers that speak of it. */
export interface Parcel {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Posts one body within an attempt. Redirects are not followed, and nothing is tried twice.
 *
 * @param pack called once the way to the server is open and the next thing to leave is the body: until then it has certainly not
 *   left, and from then on it may have arrived.
 */
export function postReport(to: Destination, pack: () => Promise<Parcel>, attempt: Attempt): Promise<Answer> {
  return attempt.run(async () => {
    const proxy = proxyOf(to);
    const connection = await open(to, proxy, attempt);
    const parcel = await pack();
    // Whoever packed may have waited for a disk beyond the deadline.
    if (attempt.isOver) throw new Unanswered('deadline');
    return exchange(to.url, to.url.protocol === 'http:' ? proxy : undefined, connection, parcel, attempt);
  });
}

function proxyOf({ url, proxy, environment }: Destination): URL | undefined {
  try {
    return proxyFor(url, proxy, environment);
  } catch {
    throw new Unanswered('proxy address');
  }
}

async function open(to: Destination, proxy: URL | undefined, attempt: Attempt): Promise<Duplex> {
  const first = proxy ?? to.url;
  const addresses = await resolveName(first.hostname, attempt, to.environment);
  const socket = await connectAny(addresses, portOf(first), attempt);
  const way = proxy?.protocol === 'https:' ? await secure(socket, proxy.hostname, to.trust, attempt) : socket;
  if (to.url.protocol !== 'https:') return way;
  const through = proxy ? await tunnel(way, proxy, `${to.url.hostname}:${portOf(to.url)}`, attempt) : way;
  return secure(through, to.url.hostname, to.trust, attempt);
}

function exchange(
  url: URL,
  proxy: URL | undefined,
  connection: Duplex,
  { body, headers }: Parcel,
  attempt: Attempt,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const credentials = proxy && proxyCredentials(proxy);
    const sending = attempt.own(
      request({
        createConnection: () => connection,
        method: 'POST',
        path: proxy ? url.href : url.pathname,
        headers: {
          host: url.host,
          ...headers,
          'content-length': body.length,
          ...(credentials === undefined ? {} : { 'proxy-authorization': credentials }),
        },
      }),
    );
    const fail = (reason: string) => (): void => reject(new Unanswered(reason));
    sending.on('error', fail('network'));
    sending.once('close', fail('network'));
    sending.once('response', (response) => void read(response).then(resolve, reject));
    sending.end(body);
  });
}

function read(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    response.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > MAX_ANSWER_BYTES) reject(new Unanswered('answer too long'));
      else pieces.push(piece);
    });
    response.on('error', () => reject(new Unanswered('network')));
    response.on('close', () => reject(new Unanswered('network')));
    response.on('end', () =>
      resolve({
        httpStatus: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'],
        text: Buffer.concat(pieces).toString('utf8'),
      }),
    );
  });
}

const portOf = (url: URL): number => (url.port === '' ? (PORTS[url.protocol] ?? 0) : Number(url.port));
