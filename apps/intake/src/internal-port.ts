import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeldReport, Intake } from '@hearth/ingestion';
import { secretsEqual } from '@hearth/keys';

const BODY_BYTES_MAX = 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function heldOf(text: string): HeldReport | undefined {
  try {
    const value = JSON.parse(text) as Partial<HeldReport> | null;
    if (typeof value !== 'object' || value === null) return undefined;
    const { report, receivedAt, address, signedBy, sentAt, link } = value;
    if (report === undefined || !Number.isSafeInteger(receivedAt) || typeof address !== 'string')
      return undefined;
    return {
      report,
      receivedAt: receivedAt as number,
      address,
      ...(typeof signedBy === 'string' ? { signedBy } : {}),
      ...(Number.isSafeInteger(sentAt) ? { sentAt: sentAt as number } : {}),
      ...(typeof link === 'object' && link !== null ? { link } : {}),
    };
  } catch {
    return undefined;
  }
}

/** POST /internal/held: a held report from the crossing, which shows its credential. Anything else is refused. */
export function internalPort(intake: Intake, credential: Buffer) {
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const shown = Buffer.from(String(request.headers['hearth-crossing-credential'] ?? ''), 'base64url');
    if (!secretsEqual(shown, credential))
      return answer(response, 401, { error: { code: 'UNAUTHENTICATED' } });
    if (request.method !== 'POST' || request.url !== '/internal/held')
      return answer(response, 404, { error: { code: 'NOT_FOUND' } });
    const text = await bodyOf(request);
    const held = text === undefined ? undefined : heldOf(text);
    if (held === undefined) return answer(response, 400, { error: { code: 'BAD_INPUT' } });
    answer(response, 200, await intake.resubmit(held));
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch(() => answer(response, 503, { error: { code: 'UNAVAILABLE' } }));
  };
}
