import type { IntrusionGuard, TurnedAway } from '@hearth/intrusion-detection';
import { isForeignCookieRequest } from '@hearth/service';
import type { RequestHandler, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { sendError } from './answers';

const MESSAGES: Readonly<Record<TurnedAway['code'], string>> = {
  RATE_LIMITED: 'Too many requests: wait for the seconds that Retry-After names.',
  LOCKED_OUT: 'Too many bad tokens: none is looked at for the seconds that Retry-After names.',
  QUOTA_EXCEEDED: 'The rows of today are used up.',
};

/** Answers 429 and when to come back. */
export function sendTurnedAway(response: Response, { code, retryAfterSeconds }: TurnedAway): void {
  sendError(response, 429, code, MESSAGES[code], { 'retry-after': String(retryAfterSeconds) });
}

/** Holds every request to the rate of its address, and one that brings a token to the address's lock-out, unread. */
export function admitAddress(
  guard: IntrusionGuard,
  addressOf: (request: IncomingMessage) => string,
): RequestHandler {
  return (request, response, next) => {
    const address = addressOf(request);
    const turnedAway =
      guard.admitAddress(address) ??
      (request.get('authorization') === undefined ? undefined : guard.admitToken(address));
    if (turnedAway) sendTurnedAway(response, turnedAway);
    else next();
  };
}

/** Refuses what may change something and brings cookies from a page that is not ours. Nothing here reads a cookie. */
export const refuseForeignCookies: RequestHandler = (request, response, next) => {
  const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  if (reads || !isForeignCookieRequest(request)) next();
  else {
    const message = 'The request brings cookies, and does not come from a page of this server.';
    sendError(response, 403, 'CROSS_SITE_REFUSED', message);
  }
};
