import type { IncomingMessage } from 'node:http';

/**
 * Whether a request brings cookies and cannot be shown to come from a page of this very server. Nothing here reads a cookie,
 * so that a request with one was sent by a browser, on behalf of whatever page asked for it.
 *
 * The browser's own word (`Sec-Fetch-Site`, which no page can set) is taken where it is there; else `Origin` is held against
 * the host that was asked (Fetch Metadata, W3C; RFC 6454). Without either, where a page could have sent it, the answer is yes.
 */
export function isForeignCookieRequest(request: IncomingMessage): boolean {
  if (request.headers.cookie === undefined) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  return hostOf(request.headers.origin) !== request.headers.host?.toLowerCase();
}

// An opaque origin is sent as the word null, which is no address.
function hostOf(origin: string | undefined): string | null {
  if (origin === undefined || !URL.canParse(origin)) return null;
  return new URL(origin).host;
}
