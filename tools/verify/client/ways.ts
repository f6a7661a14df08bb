import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { startCallHome, type CallHomeOptions } from '@hearth/call-home';
import { receiptsFor } from './answers';
import { makeCertificates, type Certificates } from './certificates';

/** A way through a customer's network, and whether a report came through as it should. */
export interface Way {
  readonly name: string;
  /** In words what went otherwise; `undefined` where all went well. */
  readonly fault?: string;
  readonly skipped?: string;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Hearth behind TLS, which counts what it took. */
async function secureServer({ cert, key }: Certificates) {
  let taken = 0;
  const server = createHttpsServer({ cert, key }, (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      taken += 1;
      response.setHeader('content-type', 'application/json');
      response.end(receiptsFor(Buffer.concat(pieces).toString('utf8'), request.headers['content-type']));
    });
  });
  return { server, port: await listening(server as unknown as Server), taken: () => taken };
}

/** A proxy that tunnels wherever it is asked to, for who has its password, and keeps what it was told. */
async function tunnel(credentials: string) {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createHttpServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => undefined);
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  return { server, port: await listening(server), asked };
}

async function outcomeOf(o: Partial<CallHomeOptions> & { readonly url: string }): Promise<string> {
  const client = startCallHome({
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'enterprise',
    licenceKey: 'PROOF-0000-0000',
    environment: {},
    ...o,
  });
  try {
    return (await client.sendNow()).status;
  } finally {
    client.stop();
  }
}

/** Sends one report each way: by a customer's own authority, through its proxy, and past the proxy. */
export async function tryWays(folder: string): Promise<Way[]> {
  const names = [
    'own certificate authority',
    'unknown authority is refused',
    'CONNECT proxy with a password',
    'NO_PROXY',
  ];
  const certificates = makeCertificates(folder);
  if (!certificates) return names.map((name) => ({ name, skipped: 'openssl is not at hand' }));
  const hearth = await secureServer(certificates);
  const proxy = await tunnel('office:opening-word');
  const url = `https://localhost:${hearth.port}`;
  const tls = { ca: certificates.ca };
  const environment = { HTTPS_PROXY: `http://office:opening-word@127.0.0.1:${proxy.port}` };
  const ways: Way[] = [];
  const way = async (
    o: Partial<CallHomeOptions>,
    wanted: { status: string; taken: number; proxied: number },
  ) => {
    const [taken, proxied] = [hearth.taken(), proxy.asked.length];
    const got = {
      status: await outcomeOf({ url, ...o }),
      taken: hearth.taken() - taken,
      proxied: proxy.asked.length - proxied,
    };
    const name = names[ways.length] ?? '';
    const [found, due] = [JSON.stringify(got), JSON.stringify(wanted)];
    ways.push(found === due ? { name } : { name, fault: `${found}, wanted ${due}` });
  };
  try {
    await way({ tls }, { status: 'accepted', taken: 1, proxied: 0 });
    await way({}, { status: 'unanswered', taken: 0, proxied: 0 });
    await way({ tls, environment }, { status: 'accepted', taken: 1, proxied: 1 });
    await way(
      { tls, environment: { ...environment, NO_PROXY: 'localhost' } },
      { status: 'accepted', taken: 1, proxied: 0 },
    );
  } finally {
    for (const server of [hearth.server, proxy.server]) {
      server.close();
      server.closeAllConnections();
    }
  }
  return ways;
}
