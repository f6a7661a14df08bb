import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRefusal } from './request-refusal';

/** How long a client that was turned away may go on sending before its connection is cut. */
const LINGER_MS = 2_000;

/** How much of it is read and thrown away meanwhile. */
const LINGER_BYTES = 16 * 1024 * 1024;

/** Answers with JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const text = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': text.length,
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/**
 * Turns a request away. Where its body is still coming, the rest is read and dropped for a moment: a connection cut at
 * once would reach the client as a reset, before it reads why.
 */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: RequestRefusal,
  retryAfterSeconds: number,
): void {
  const unread = !request.readableEnded;
  const mayPass = refusal.code === 'UNAVAILABLE' || refusal.code === 'RATE_LIMITED';
  answer(
    response,
    refusal.status,
    { code: refusal.code, message: refusal.message },
    {
      ...(refusal.code === 'METHOD_NOT_ALLOWED' ? { allow: 'POST' } : {}),
      ...(mayPass ? { 'retry-after': String(refusal.limited?.retryAfterSeconds ?? retryAfterSeconds) } : {}),
      ...(unread ? { connection: 'close' } : {}),
    },
  );
  if (!unread) return;
  let dropped = 0;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, LINGER_MS);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > LINGER_BYTES) cut();
  });
  request.resume();
}
