import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { listening } from './intake';

/** A real proxy that keeps what it was asked. */
export interface Proxy {
  readonly url: string;
  readonly asked: {
    readonly method: string;
    readonly target: string;
    readonly credentials: string | undefined;
  }[];
  close(): void;
}

/** A proxy for `CONNECT` and for plain requests; with credentials, it asks for them. */
export async function openProxy(credentials?: string): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((incoming, response) => {
    const given = incoming.headers['proxy-authorization'];
    asked.push({ method: incoming.method ?? '', target: incoming.url ?? '', credentials: given });
    if (wanted && given !== wanted) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const onward = request(new URL(incoming.url ?? ''), { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket, head) => {
    const given = incoming.headers['proxy-authorization'];
    asked.push({ method: 'CONNECT', target: incoming.url ?? '', credentials: given });
    socket.on('error', () => undefined);
    if (wanted && given !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const port = Number(/:(\d+)$/.exec(incoming.url ?? '')?.[1]);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  const url = await listening(server);
  return {
    url: url.replace('http://', `http://${credentials ? `${encodeURI(credentials)}@` : ''}`),
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
