import { createHash, createPublicKey, verify } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { parseReport } from '@hearth/report';
import type { CallHomeReport } from '../index';

/** A request as it came. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
  readonly report: CallHomeReport;
}

/** How a server behaves; it answers, or does not. */
export type Behaviour = (seen: Seen, response: ServerResponse) => void;

/** A real HTTP server that keeps what it sees. */
export interface Intake {
  readonly url: string;
  readonly seen: Seen[];
  /** What it does from now on. */
  behaviour: Behaviour;
  close(): void;
}

/** Judges a report by the real parser and answers as the protocol says. */
export const receipts: Behaviour = ({ report }, response) => {
  const outcome = parseReport(report, Date.now());
  const receipt = outcome.ok
    ? {
        id: report.id,
        status: 'accepted',
        ...(outcome.dropped.length > 0 ? { dropped: outcome.dropped } : {}),
      }
    : { id: report.id, status: 'refused', code: outcome.code, path: outcome.path };
  response.statusCode = outcome.ok ? 200 : 400;
  response.end(JSON.stringify(receipt));
};

/** Accepts the connection and the body, and says nothing. */
export const silence: Behaviour = () => undefined;

/** Answers with a status and a text. */
export const answers =
  (status: number, text = '', headers: Record<string, string> = {}): Behaviour =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(text);
  };

export async function openIntake(behaviour: Behaviour = receipts): Promise<Intake> {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const { method, url, headers, rawHeaders } = request;
      const seen = { method, url, headers, rawHeaders, text, report: reportIn(text) };
      intake.seen.push(seen);
      intake.behaviour(seen, response);
    });
  });
  const intake: Intake = {
    url: await listening(server),
    seen: [],
    behaviour,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return intake;
}

/** Lets a server listen on a free port of this machine. */
export async function listening(server: TcpServer, scheme = 'http'): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Whether the request is signed by the key that its report names, checked from the words of the protocol alone. */
export function isSigned({ headers, text, report }: Pick<Seen, 'headers' | 'text' | 'report'>): boolean {
  const digest = `sha-256=:${createHash('sha256').update(text, 'utf8').digest('base64')}:`;
  const input = String(headers['signature-input']);
  const key = report.publicKey ?? '';
  const form =
    /^hearth=(\("content-type" "content-digest"\);created=\d{10};keyid="([\w-]{43})";alg="ed25519";tag="hearth-report")$/;
  const [, parameters, keyid] = form.exec(input) ?? [];
  if (headers['content-digest'] !== digest || keyid !== key) return false;
  const base = `"content-type": ${headers['content-type']}\n"content-digest": ${digest}\n"@signature-params": ${parameters}`;
  const signature = /^hearth=:([A-Za-z0-9+/]{86}==):$/.exec(String(headers['signature']))?.[1] ?? '';
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  return verify(null, Buffer.from(base), publicKey, Buffer.from(signature, 'base64'));
}

/** What a report says of the one before it, by the words of the protocol. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

function reportIn(text: string): CallHomeReport {
  try {
    return JSON.parse(text) as CallHomeReport;
  } catch {
    return {} as CallHomeReport;
  }
}
