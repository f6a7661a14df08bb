import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { withhold } from './withhold';

/**
 * The same door, with a time by which it has answered. What comes later is dropped: the reader was told that nothing came, and
 * nothing does. It may have been recorded as released and counted as read by then, which errs on the safe side.
 */
export function withDeadline(door: GatewayExecutor, answerMs: number): GatewayExecutor {
  return async (request) => {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<Awaited<ReturnType<GatewayExecutor>>>((resolve) => {
      timer = setTimeout(() => {
        const message = `The answer was not there within ${String(answerMs / 1_000)} seconds. A mutation may have taken effect.`;
        resolve(withhold('TIMED_OUT', 504, message) as Awaited<ReturnType<GatewayExecutor>>);
      }, answerMs);
    });
    try {
      return await Promise.race([door(request), expired]);
    } finally {
      clearTimeout(timer);
    }
  };
}
