import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { createLogger } from '../domain/logger';
import { createMetrics } from '../domain/metrics';
import type { HttpServer, HttpServerOptions } from './http-server';
import { startHttpServer } from './http-server';

const logger = createLogger({ level: 'silent', name: 'test' });

describe('an HTTP server', () => {
  let server: HttpServer | undefined;
  afterEach(() => server?.close());
  async function start(o: Partial<HttpServerOptions> = {}) {
    server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      handler: (_req, res) => res.end('handled'),
      logger,
      ...o,
    });
    return server;
  }
  const fetchJson = async (path: string) => {
    const response = await fetch(`${server?.url}${path}`);
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('answers its checks beside the handler', async () => {
    const { url } = await start();
    expect(await fetchJson('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await fetchJson('/readyz?x=1')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await (await fetch(`${url}/anything`)).text()).toBe('handled');
    expect(await (await fetch(`${url}/healthz`, { method: 'POST' })).text()).toBe('handled');
    expect((await fetchJson('/metrics')).status).toBe(404);
  });

  it('is not ready, and says why, while something is missing', async () => {
    await start({ ready: async () => ['usage: no answer'], health: () => ['stuck'] });
    expect(await fetchJson('/readyz')).toEqual({
      status: 503,
      body: { status: 'unavailable', reasons: ['usage: no answer'] },
    });
    expect((await fetchJson('/healthz')).status).toBe(503);
  });

  it('is not ready when the check itself fails, and tells nothing of the failure', async () => {
    await start({ ready: () => Promise.reject(new Error('password=hunter2')) });
    expect(await fetchJson('/readyz')).toEqual({
      status: 503,
      body: { status: 'unavailable', reasons: ['the check itself failed'] },
    });
  });

  it('serves metrics with the time of requests by method and status', async () => {
    const metrics = createMetrics({ processMetrics: false });
    const { url } = await start({ metrics });
    await (await fetch(`${url}/x`)).text();
    await (await fetch(`${url}/x`, { method: 'PROPFIND' })).text();
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('hearth_http_request_seconds_count{method="GET",status="200"} 1');
    expect(text).toContain('hearth_http_request_seconds_count{method="other",status="200"} 1');
  });

  it('survives a handler that throws', async () => {
    await start({
      handler: () => {
        throw new Error('hunter2');
      },
    });
    expect(await fetchJson('/x')).toEqual({ status: 500, body: { error: { code: 'INTERNAL_ERROR' } } });
  });

  it('cannot start where something listens', async () => {
    const { port } = await start();
    await expect(
      startHttpServer({ host: '127.0.0.1', port, handler: () => undefined, logger }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('cuts off who sends its headers too slowly', async () => {
    const { port } = await start({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } });
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString())).on('close', () => resolve(text));
    });
    expect(answer).toContain('408');
  });

  it('refuses headers that are too large', async () => {
    const { url } = await start({ limits: { headerBytesMax: 1024 } });
    expect((await fetch(url, { headers: { 'x-long': 'x'.repeat(2000) } })).status).toBe(431);
  });

  describe('that stops', () => {
    const slow = (ms: number) => (_req: IncomingMessage, res: ServerResponse) =>
      void setTimeout(() => res.end('late'), ms);

    it('lets requests under way end, and takes no others', async () => {
      const { url, close } = await start({ handler: slow(150) });
      const agent = new Agent({ keepAlive: true });
      const underWay = new Promise<string>((resolve, reject) => {
        get(url, { agent }, (res) => res.on('data', (chunk: Buffer) => resolve(chunk.toString()))).on(
          'error',
          reject,
        );
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const closed = close();
      expect(close()).toBe(closed);
      await expect(fetch(url)).rejects.toThrow();
      expect(await underWay).toBe('late');
      const before = Date.now();
      await closed;
      // A kept-alive connection is closed with its answer, not when it has been idle for a minute.
      expect(Date.now() - before).toBeLessThan(1000);
      agent.destroy();
    });

    it('cuts what is not done by the deadline', async () => {
      const { url, close } = await start({ handler: () => undefined, limits: { drainMs: 100 } });
      const underWay = fetch(url).then(
        () => 'answered',
        () => 'cut',
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      await close();
      expect(await underWay).toBe('cut');
    });
  });
});
