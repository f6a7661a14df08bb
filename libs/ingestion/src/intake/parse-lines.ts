import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { productById } from '@hearth/catalogue';
import type { JsonShapeLimits, ParsedReport, ReceiptCode, ReportOutcome } from '@hearth/report';
import { declaredPartOf, faultOfShape, parseReport } from '@hearth/report';
import type { ReportLink } from '../domain/candidate';
import { meaningOf } from '../domain/failure-reasons';
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
  /** What may be kept of a refused report for a later try: declared names alone. */
  readonly refusedPart?: Readonly<Record<string, unknown>>;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** So many lines are parsed before the event loop gets a turn: about 30 ms. */
const LINES_PER_TURN = 500;

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

/**
 * What is declared in a refused report, where a later try may succeed and it is refused for the same reason without the rest: a
 * report must not come in by what was left out of it.
 */
function keptPart(
  body: unknown,
  { code, path }: Extract<ReportOutcome, { ok: false }>,
  now: number,
): Readonly<Record<string, unknown>> | undefined {
  if (!meaningOf(code).replayable) return undefined;
  const part = declaredPartOf(body);
  if (part === undefined) return undefined;
  const again = parseReport(part, now);
  return !again.ok && again.code === code && again.path === path ? part : undefined;
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

function unread(code: ReceiptCode, line: number, text: Buffer): ReadLine {
  return { line, bytes: text.length, outcome: { ok: false, code, path: '' }, product: '', link: null };
}

/**
 * Reads one report from its bytes. Bytes that are not UTF-8 are malformed, not mended. Where a name stands twice the last one
 * counts, which nobody can use to say two things: what is stored, sealed and compared is what was read here, and of the bytes
 * themselves only digests are taken.
 */
export function readReport(text: Buffer, line: number, limits: JsonShapeLimits, now: number): ReadLine {
  const shape = faultOfShape(text, limits);
  if (shape) return unread(shape, line, text);
  let body: unknown;
  try {
    if (!isUtf8(text)) return unread('MALFORMED_JSON', line, text);
    body = JSON.parse(text.toString('utf8'));
  } catch {
    return unread('MALFORMED_JSON', line, text);
  }
  const outcome = parseReport(body, now);
  const link = outcome.ok ? linkOf(outcome.report, text) : null;
  const named = outcome.ok ? outcome.report.product : (body as { product?: unknown } | null)?.product;
  const product = typeof named === 'string' && productById(named) ? named : '';
  const refusedPart = outcome.ok ? undefined : keptPart(body, outcome, now);
  const read = { line, bytes: text.length, outcome, product, link };
  return refusedPart === undefined ? read : { ...read, refusedPart };
}

/** Reads all reports of an NDJSON body, with turns for the event loop in between. */
export async function readReports(body: Buffer, limits: IntakeLimits, now: number): Promise<ReadLine[]> {
  const lines = cutLines(body, limits);
  const read: ReadLine[] = [];
  for (const { line, text } of lines) {
    read.push(readReport(text, line, limits, now));
    if (read.length % LINES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return read;
}
