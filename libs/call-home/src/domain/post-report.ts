import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';

/** What became of one attempt to call home. */
export type CallHomeOutcome =
  | { readonly status: 'accepted' | 'duplicate' }
  | { readonly status: 'refused'; readonly code: string; readonly path: string }
  /** Nobody took the report: a firewall, a timeout, an error of the network or of the server. */
  | { readonly status: 'unanswered'; readonly reason: string };

/** An answer longer than this is none of Hearth's, and is not read on. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts one report. It never throws, ends by the deadline, and never keeps the host's process alive. */
export function postReport(url: string, body: string, deadlineMs: number): Promise<CallHomeOutcome> {
  return new Promise((resolve) => {
    let settled = false;
    let stop: () => void = () => undefined;
    const settle = (outcome: CallHomeOutcome): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      resolve(outcome);
      stop();
    };
    const deadline = setTimeout(() => settle({ status: 'unanswered', reason: 'deadline' }), deadlineMs);
    deadline.unref();
    try {
      const target = new URL('/v1/reports', url);
      const send = target.protocol === 'https:' ? requestSecure : requestPlain;
      const request = send(target, {
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      });
      stop = () => request.destroy();
      request.on('socket', (socket) => socket.unref());
      request.on('error', () => settle({ status: 'unanswered', reason: 'network' }));
      request.on('response', (response) => {
        const pieces: Buffer[] = [];
        let bytes = 0;
        response.on('data', (piece: Buffer) => {
          bytes += piece.length;
          if (bytes > MAX_ANSWER_BYTES) settle({ status: 'unanswered', reason: 'answer too long' });
          else pieces.push(piece);
        });
        response.on('error', () => settle({ status: 'unanswered', reason: 'network' }));
        response.on('end', () =>
          settle(outcomeOf(response.statusCode ?? 0, Buffer.concat(pieces).toString('utf8'))),
        );
      });
      request.end(body);
    } catch {
      settle({ status: 'unanswered', reason: 'address' });
    }
  });
}

function outcomeOf(httpStatus: number, text: string): CallHomeOutcome {
  try {
    const answer = JSON.parse(text) as {
      receipts?: unknown[];
      status?: unknown;
      code?: unknown;
      path?: unknown;
    } | null;
    const receipt = (Array.isArray(answer?.receipts) ? answer.receipts[0] : answer) as typeof answer;
    if (receipt?.status === 'accepted' || receipt?.status === 'duplicate') return { status: receipt.status };
    if (receipt?.status === 'refused') {
      return { status: 'refused', code: String(receipt.code), path: String(receipt.path ?? '') };
    }
  } catch {
    // Not an answer of Hearth's: a proxy's page, say. The HTTP status tells what there is to tell.
  }
  return { status: 'unanswered', reason: `status ${httpStatus}` };
}
