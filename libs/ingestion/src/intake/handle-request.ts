import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressGroup } from '@hearth/intrusion-detection';
import { failpoint } from '@hearth/failpoints';
import { isForeignCookieRequest } from '@hearth/service';
import type { ReceiptBody } from '../domain/receipt';
import { answer, turnAway } from './answer';
import { InProgress } from './in-progress';
import type { IntakeLimits } from './limits';
import type { ReadLine } from './parse-lines';
import { readReport, readReports } from './parse-lines';
import { readBody } from './read-body';
import type { LimitedBy, RequestCode } from './request-refusal';
import { RequestRefusal } from './request-refusal';
import { readSignature, verifySignature } from './request-signature';
import type { RequestSignature } from './split-report';

/** What the handler is made of. */
export interface HandlerParts {
  readonly limits: IntakeLimits;
  readonly now: () => number;
  readonly addressOf: (request: IncomingMessage) => string;
  /** Throws RequestRefusal where this address may not send now. */
  readonly admit: (address: string) => void;
  readonly submit: (
    lines: readonly ReadLine[],
    address: string,
    signature: RequestSignature | undefined,
  ) => Promise<ReceiptBody[]>;
  readonly onTurnedAway: (code: RequestCode, by: LimitedBy | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/** How a body is to be read. */
interface BodyForm {
  readonly many: boolean;
  readonly gzip: boolean;
}

/** Reads the form of a body from its headers. */
function formOf(request: IncomingMessage): BodyForm {
  if (request.method !== 'POST') throw new RequestRefusal('METHOD_NOT_ALLOWED');
  if (isForeignCookieRequest(request)) throw new RequestRefusal('CROSS_SITE_REFUSED');
  const [type, ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const media = type?.trim();
  if (media !== 'application/json' && media !== 'application/x-ndjson') {
    throw new RequestRefusal('UNSUPPORTED_MEDIA_TYPE');
  }
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) {
    throw new RequestRefusal('UNSUPPORTED_MEDIA_TYPE');
  }
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity') throw new RequestRefusal('UNSUPPORTED_ENCODING');
  return { many: media === 'application/x-ndjson', gzip: encoding === 'gzip' };
}

/** Reads the reports out of a body. */
async function linesOf(body: Buffer, many: boolean, limits: IntakeLimits, now: number): Promise<ReadLine[]> {
  if (many) return readReports(body, limits, now);
  if (body.length > limits.lineBytes) throw new RequestRefusal('LINE_TOO_LONG');
  return [readReport(body, 1, limits, now)];
}

/** A refusal is the sender's to mend, and 400, unless it says that the fault is here. */
function statusOf(receipt: ReceiptBody | undefined): number {
  if (receipt?.status !== 'refused') return 200;
  return receipt.code === 'INTERNAL_ERROR' ? 500 : 400;
}

function sendReceipts(
  response: ServerResponse,
  many: boolean,
  lines: readonly ReadLine[],
  receipts: ReceiptBody[],
) {
  if (!many) {
    const [receipt] = receipts;
    return answer(response, statusOf(receipt), receipt);
  }
  const numbered = receipts.map((receipt, index) => ({ line: lines[index]?.line, ...receipt }));
  answer(response, 200, { receipts: numbered });
}

/**
 * Makes the handler: see who comes, read the body within its limits, verify its signature, read the reports, have them
 * written, answer. A request that breaks a limit is turned away before anything of it is written.
 */
export function createHandler(
  parts: HandlerParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { limits } = parts;
  const inProgress = new InProgress(limits);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Asked for first: a client that goes away takes its address with it.
    const address = parts.addressOf(request);
    parts.admit(address);
    const work = inProgress.begin(addressGroup(address));
    try {
      const { many, gzip } = formOf(request);
      const claim = readSignature(request.headersDistinct);
      const digest = claim && createHash('sha256');
      const onSent = digest && ((piece: Buffer) => void digest.update(piece));
      const body = await readBody(request, gzip, limits, (bytes) => work.take(bytes), onSent);
      const signature = claim && digest && (await verifySignature(claim, digest.digest()));
      const lines = await linesOf(body, many, limits, parts.now());
      const receipts = await parts.submit(lines, address, signature);
      failpoint('intake.receipts-due');
      sendReceipts(response, many, lines, receipts);
      failpoint('intake.receipts-sent');
    } finally {
      work.end();
    }
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // What is no refusal is the database's, or a mistake of ours: either way nothing is acknowledged.
      const refusal = error instanceof RequestRefusal ? error : new RequestRefusal('UNAVAILABLE');
      if (refusal !== error) parts.onError(error);
      parts.onTurnedAway(refusal.code, refusal.limited?.by);
      turnAway(request, response, refusal, limits.retryAfterSeconds);
    });
  };
}
