import { createHash } from 'node:crypto';

/** The licence key of the one agreement there is. */
export const KNOWN_KEY = 'VERIFY-KNOWN-0001';
/** A licence key of nobody. */
export const OTHER_KEY = 'VERIFY-OTHER-0002';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Seconds after which it is worth to come back, where the answer says so. */
  readonly retryAfter?: string | null;
}

/** How many rows each table holds; of the failures, what they add up to. */
export type Counts = Record<string, number>;

/** One request, the answer it must have, and what it must leave behind. */
export interface Case {
  readonly title: string;
  readonly send: () => Promise<Answer>;
  readonly status: number;
  /** The body, exactly. */
  readonly body?: unknown;
  /** A part of the body, where it is a code and a sentence. */
  readonly code?: string;
  /** Whether the answer says when to come back. */
  readonly comesBack?: boolean;
  /** By how much the tables grow; those not named do not. */
  readonly grows?: Counts;
}

/** A UUID that follows from a name. */
export function idOf(name: string): string {
  const h = createHash('sha256').update(name).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** A sound report, with changes. */
export function reportOf(name: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schema: 1,
    id: idOf(name),
    installationId: idOf('installation'),
    sequence: 1,
    product: 'roboserver',
    version: '10.3.0',
    edition: 'ENTERPRISE',
    reason: 'daily',
    observedAt: '2026-01-10T08:00:00Z',
    countersSince: '2026-01-10T00:00:00Z',
    counters: { 'steps-executed': 100 },
    gauges: { 'domains-accessed': 3 },
    server: { cpus: 8, operatingSystem: 'Linux' },
    contact: { companyName: 'Ashgrove Optics', email: 'ops@ashgrove.example' },
    licenceKey: KNOWN_KEY,
    policyVersion: '2026.1',
    ...changes,
  };
}

/** The report's text. */
export function textOf(name: string, changes: Record<string, unknown> = {}): string {
  return JSON.stringify(reportOf(name, changes));
}

export const NDJSON = { 'content-type': 'application/x-ndjson' };
export const GZIP = { 'content-encoding': 'gzip' };

export function lines(...texts: readonly string[]): string {
  return texts.join('\n');
}

/** Ways to send to one address. */
export interface Sender {
  readonly url: string;
  post(body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  /** A case's `send` of one report. */
  one(name: string, changes?: Record<string, unknown>): () => Promise<Answer>;
}

/** Sends to an intake over HTTP. */
export function senderTo(url: string): Sender {
  const post = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, text: await response.text(), retryAfter };
  };
  return { url, post, one: (name, changes) => () => post(textOf(name, changes)) };
}
