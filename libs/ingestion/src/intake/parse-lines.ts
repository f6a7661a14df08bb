import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { productById } from '@hearth/catalogue';
import type { ParsedReport, ReportOutcome } from '@hearth/report';
import { parseReport } from '@hearth/report';
import type { ReportLink } from '../domain/candidate';
import type { IntakeLimits } from './limits';
import { RequestRefusal } from './request-refusal';

/** One report of a request, read or refused. */
export interface ReadLine {
  /** From 1. */
  readonly line: number;
  readonly bytes: number;
  readonly outcome: ReportOutcome;
  /** The product that a refused report names, where it is a declared one; else empty. */
  readonly product: string;
  /** How it continues the report before it; null for a client that knows of no chain. */
  readonly link: ReportLink | null;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** So many lines are parsed before the event loop gets a turn: about 30 ms. */
const LINES_PER_TURN = 500;

const MALFORMED: ReportOutcome = { ok: false, code: 'MALFORMED_JSON', path: '' };

/** Digests of a chain are cut to 16 bytes: they tell copies apart, and prove nothing. */
const LINK_BYTES = 16;

function linkOf({ publicKey, previous }: ParsedReport, text: Buffer): ReportLink | null {
  if (publicKey === undefined) return null;
  return {
    previous:
      previous === undefined
        ? null
        : Buffer.from(previous, 'base64url').subarray(0, LINK_BYTES).toString('hex'),
    digest: createHash('sha256').update(text).digest().subarray(0, LINK_BYTES).toString('hex'),
  };
}

/** Cuts a body at its line ends. Empty lines are counted, and left out. */
export function cutLines(body: Buffer, limits: IntakeLimits): { line: number; text: Buffer }[] {
  const lines: { line: number; text: Buffer }[] = [];
  let start = 0;
  for (let line = 1; start < body.length; line += 1) {
    const newline = body.indexOf(NEWLINE, start);
    const next = newline < 0 ? body.length : newline;
    const end = next > start && body[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    if (end - start > limits.lineBytes) throw new RequestRefusal('LINE_TOO_LONG');
    if (end > start) {
      if (lines.length >= limits.lines) throw new RequestRefusal('TOO_MANY_LINES');
      lines.push({ line, text: body.subarray(start, end) });
    }
    start = next + 1;
  }
  return lines;
}

/** Reads one report from its bytes. Bytes that are not UTF-8 are malformed, not mended. */
export function readReport(text: Buffer, line: number, now: number): ReadLine {
  let body: unknown;
  try {
    if (!isUtf8(text)) return { line, bytes: text.length, outcome: MALFORMED, product: '', link: null };
    body = JSON.parse(text.toString('utf8'));
  } catch {
    return { line, bytes: text.length, outcome: MALFORMED, product: '', link: null };
  }
  const outcome = parseReport(body, now);
  const link = outcome.ok ? linkOf(outcome.report, text) : null;
  const named = outcome.ok ? outcome.report.product : (body as { product?: unknown } | null)?.product;
  const product = typeof named === 'string' && productById(named) ? named : '';
  return { line, bytes: text.length, outcome, product, link };
}

/** Reads all reports of an NDJSON body, with turns for the event loop in between. */
export async function readReports(body: Buffer, limits: IntakeLimits, now: number): Promise<ReadLine[]> {
  const lines = cutLines(body, limits);
  const read: ReadLine[] = [];
  for (const { line, text } of lines) {
    read.push(readReport(text, line, now));
    if (read.length % LINES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return read;
}
