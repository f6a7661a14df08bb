import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../domain/logger';
import type { Metrics } from '../domain/metrics';
import type { HttpLimits } from './http-limits';
import { HTTP_LIMITS } from './http-limits';
import { createRequestTimer } from './request-timer';

/** Why something is not well, in words for an operator; nothing in the list means that all is well. */
export type Reasons = readonly string[];

/** What a server is made of. */
export interface HttpServerOptions {
  /** The address to listen on, such as 127.0.0.1. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly handler: (req: IncomingMessage, res: ServerResponse) => void;
  /** Is the process alive? Asked at /healthz; always, when absent. */
  readonly health?: () => Reasons | Promise<Reasons>;
  /** Can it do its work now? Asked at /readyz; always, when absent. */
  readonly ready?: () => Reasons | Promise<Reasons>;
  /** Served at /metrics, and told how long requests took. */
  readonly metrics?: Metrics;
  readonly logger: Logger;
  readonly limits?: Partial<HttpLimits>;
}

/** A server that listens. */
export interface HttpServer {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Stops in order: not ready, no new connections, requests under way end, or are cut at the deadline. Idempotent. */
  close(): Promise<void>;
}

async function reasonsOf(ask: HttpServerOptions['ready'], logger: Logger): Promise<Reasons> {
  try {
    return (await ask?.()) ?? [];
  } catch (error) {
    logger.warn({ err: error }, 'a check failed');
    return ['the check itself failed'];
  }
}

function sendJson(res: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value), 'utf8');
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  });
  res.end(body);
}

function sendReasons(res: ServerResponse, reasons: Reasons): void {
  if (reasons.length === 0) sendJson(res, 200, { status: 'ok' });
  else sendJson(res, 503, { status: 'unavailable', reasons });
}

async function sendMetrics(res: ServerResponse, metrics: Metrics | undefined): Promise<void> {
  if (metrics === undefined) {
    sendJson(res, 404, { error: { code: 'NOT_FOUND' } });
    return;
  }
  const text = await metrics.metrics();
  res.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** Closes connections as their requests end, and all that are left at the deadline. */
function drain(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 25);
    const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * Starts an HTTP server with /healthz, /readyz and /metrics beside the handler, limits on headers, times and connections, and
 * an orderly stop. Rejects with the system's error (EADDRINUSE, EACCES) when it cannot listen.
 */
export async function startHttpServer(o: HttpServerOptions): Promise<HttpServer> {
  const limits: HttpLimits = { ...HTTP_LIMITS, ...o.limits };
  const timer = o.metrics === undefined ? undefined : createRequestTimer(o.metrics);
  let stopped: Promise<void> | undefined;

  const checks: ReadonlyMap<string, (res: ServerResponse) => Promise<void>> = new Map([
    ['/healthz', async (res: ServerResponse) => sendReasons(res, await reasonsOf(o.health, o.logger))],
    [
      '/readyz',
      async (res: ServerResponse) =>
        sendReasons(
          res,
          stopped === undefined ? await reasonsOf(o.ready, o.logger) : ['the server is stopping'],
        ),
    ],
    ['/metrics', async (res: ServerResponse) => sendMetrics(res, o.metrics)],
  ]);

  function fail(error: unknown, res: ServerResponse): void {
    o.logger.error({ err: error }, 'a request failed');
    if (!res.headersSent) sendJson(res, 500, { error: { code: 'INTERNAL_ERROR' } });
    else res.destroy();
  }

  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      maxHeaderSize: limits.headerBytesMax,
      // Node looks for requests beyond their time only this often.
      connectionsCheckingInterval: Math.max(50, Math.floor(limits.headersTimeoutMs / 4)),
    },
    (req, res) => {
      if (stopped !== undefined) res.setHeader('connection', 'close');
      const check = req.method === 'GET' ? checks.get(req.url?.split('?')[0] ?? '') : undefined;
      if (check !== undefined) {
        check(res).catch((error: unknown) => fail(error, res));
        return;
      }
      timer?.(req, res);
      try {
        o.handler(req, res);
      } catch (error) {
        fail(error, res);
      }
    },
  );
  server.maxConnections = limits.connectionsMax;
  const address = await listen(server, o.host, o.port);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  o.logger.info({ host: address.address, port: address.port }, 'listening');
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    close: () => (stopped ??= drain(server, limits.drainMs)),
  };
}
