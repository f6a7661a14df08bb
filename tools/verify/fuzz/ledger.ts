import { REQUEST_CODES } from '@hearth/ingestion';
import { RECEIPT_CODES } from '@hearth/report';
import type { FuzzCase } from './cases';
import type { Answer } from './send';
import { CUT, HANGS } from './send';

const RECEIPTS = new Set<string>(RECEIPT_CODES.map(({ code }) => code));
const REQUESTS = new Map<string, number>(
  Object.entries(REQUEST_CODES).map(([code, { status }]) => [code, status]),
);

interface Receipt {
  readonly id?: string;
  readonly status?: string;
  readonly code?: string;
}

/** Adds up what was answered, and says of each answer whether it may be. */
export class Ledger {
  /** Ids that were told to be accepted. */
  readonly accepted = new Set<string>();
  /** Reports refused, and requests turned away whole, by code. */
  readonly refused = new Map<string, number>();
  /** Connections that ended without an answer of the intake: what they sent may have been turned away all the same. */
  cut = 0;
  readonly statuses = new Map<number, number>();
  private readonly secrets: readonly string[];

  /** @param secrets texts that no answer may hold */
  constructor(secrets: readonly string[]) {
    this.secrets = secrets;
  }

  /** Takes an answer in: undefined where it is sound, or what is wrong with it, without a value. */
  take({ raw }: FuzzCase, { status, text }: Answer): string | undefined {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status === HANGS) return 'no answer in time';
    if (status === CUT) {
      this.cut += 1;
      return raw === undefined ? 'cut without an answer' : undefined;
    }
    if (status >= 500) return `status ${status}`;
    if (this.secrets.some((secret) => text.includes(secret)))
      return 'the answer holds a value of the request';
    // What is no HTTP is turned away by the server, before or while the intake reads it.
    if (!text.includes('{') && (status === 400 || status === 431 || status === 417)) {
      this.cut += 1;
      return undefined;
    }
    let body: { readonly receipts?: Receipt[]; readonly code?: string; readonly status?: string };
    try {
      body = JSON.parse(text) as typeof body;
    } catch {
      return `status ${status} without JSON`;
    }
    if (Array.isArray(body.receipts)) {
      if (status !== 200) return `receipts under status ${status}`;
      return body.receipts.map((receipt) => this.receipt(receipt)).find((fault) => fault !== undefined);
    }
    if (body.status !== undefined) {
      const wanted = body.status === 'refused' ? 400 : 200;
      return status === wanted ? this.receipt(body) : `a receipt under status ${status}`;
    }
    if (body.code === undefined || REQUESTS.get(body.code) !== status)
      return `status ${status} with a code that is not its own`;
    this.count(body.code);
    return undefined;
  }

  private receipt({ id, status, code }: Receipt): string | undefined {
    if (status === 'duplicate') return undefined;
    if (status === 'accepted') {
      if (id === undefined) return 'accepted without an id';
      if (this.accepted.has(id)) return 'one id accepted twice';
      this.accepted.add(id);
      return undefined;
    }
    if (status !== 'refused' || code === undefined || !RECEIPTS.has(code))
      return 'a receipt of no known kind';
    if (code === 'INTERNAL_ERROR') return 'INTERNAL_ERROR';
    this.count(code);
    return undefined;
  }

  private count(code: string): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }
}
