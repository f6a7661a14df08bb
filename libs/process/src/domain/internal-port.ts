import type { IncomingMessage, ServerResponse } from 'node:http';
import { secretsEqual } from '@hearth/keys';

const BODY_BYTES_MAX = 1024 * 1024;

/** The header in which one process shows its credential to another. */
export const CREDENTIAL_HEADER = 'hearth-internal-credential';

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Answers one path: undefined where the body is not what it should be. */
export type InternalAnswer = (body: unknown) => Promise<object> | undefined;

/**
 * A port for one other process of Hearth, which shows its credential with each request: POST, JSON of at most 1 MiB. Anything
 * else is 401, 404 or 400; what fails is 503, and its error is told to `onError` alone.
 *
 * @param routes answers by path, such as `/internal/held`.
 */
export function internalPort(
  credential: Buffer,
  routes: Readonly<Record<string, InternalAnswer>>,
  onError: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const shown = Buffer.from(String(request.headers[CREDENTIAL_HEADER] ?? ''), 'base64url');
    if (!secretsEqual(shown, credential))
      return answer(response, 401, { error: { code: 'UNAUTHENTICATED' } });
    const path = request.url ?? '';
    const route = request.method === 'POST' && Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (route === undefined) return answer(response, 404, { error: { code: 'NOT_FOUND' } });
    const asked = route(await bodyOf(request));
    if (asked === undefined) return answer(response, 400, { error: { code: 'BAD_INPUT' } });
    answer(response, 200, await asked);
  };
  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      onError(error);
      answer(response, 503, { error: { code: 'UNAVAILABLE' } });
    });
  };
}

/** Asks such a port, and gives its answer. Rejects where it does not answer 200 within the time. */
export async function askInternalPort<T>(
  url: string | URL,
  credential: Buffer,
  body: object,
  timeoutMs: number,
): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [CREDENTIAL_HEADER]: credential.toString('base64url') },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`the internal port answered with status ${response.status}`);
  return (await response.json()) as T;
}
