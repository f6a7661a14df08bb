import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { IntakeLimits } from './limits';
import { RequestRefusal } from './request-refusal';

/**
 * Reads a body whole, inflating it where it says so, within the limits: of bytes before and after inflation, of their
 * ratio, and of time. Throws {@link RequestRefusal}.
 *
 * @param take is told of each inflated piece before it is kept, and may throw
 * @param onSentPiece is told of each piece as it was sent, for a digest
 */
export function readBody(
  request: IncomingMessage,
  gzip: boolean,
  limits: IntakeLimits,
  take: (bytes: number) => void,
  onSentPiece?: (chunk: Buffer) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sent = 0;
    let inflated = 0;
    const inflate = gzip ? createGunzip() : undefined;
    const timer = setTimeout(() => fail(new RequestRefusal('BODY_TOO_SLOW')), limits.bodyMs);

    const stop = () => {
      clearTimeout(timer);
      request.off('data', onSent).off('end', onEnd).off('error', onBroken).off('aborted', onBroken);
      inflate
        ?.removeAllListeners()
        .on('error', () => undefined)
        .destroy();
    };
    const fail = (refusal: RequestRefusal) => {
      stop();
      reject(refusal);
    };
    const onInflated = (chunk: Buffer) => {
      inflated += chunk.length;
      if (inflated > limits.inflatedBytes) return fail(new RequestRefusal('BODY_TOO_LARGE'));
      if (inflated > limits.ratioFromBytes && inflated > sent * limits.inflationRatio) {
        return fail(new RequestRefusal('INFLATION_RATIO'));
      }
      try {
        take(chunk.length);
      } catch (error) {
        return fail(error as RequestRefusal);
      }
      chunks.push(chunk);
    };
    const onWhole = () => {
      stop();
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, inflated));
    };
    const onSent = (chunk: Buffer) => {
      sent += chunk.length;
      if (sent > limits.bodyBytes) return fail(new RequestRefusal('BODY_TOO_LARGE'));
      onSentPiece?.(chunk);
      if (!inflate) return onInflated(chunk);
      if (!inflate.write(chunk)) {
        request.pause();
        inflate.once('drain', () => request.resume());
      }
    };
    const onEnd = () => (inflate ? inflate.end() : onWhole());
    // A client that goes away gets no answer; the refusal only ends the work on it.
    const onBroken = () => fail(new RequestRefusal('MALFORMED_ENCODING'));

    if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) {
      return fail(new RequestRefusal('BODY_TOO_LARGE'));
    }
    inflate?.on('data', onInflated).on('end', onWhole).on('error', onBroken);
    request.on('data', onSent).on('end', onEnd).on('error', onBroken).on('aborted', onBroken);
  });
}
