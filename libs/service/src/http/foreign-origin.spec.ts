import type { IncomingMessage } from 'node:http';
import { isForeignCookieRequest } from './foreign-origin';

const request = (headers: Record<string, string>): IncomingMessage =>
  ({ headers: { host: 'hearth.example:4000', ...headers } }) as unknown as IncomingMessage;
const cookie = { cookie: 'session=1' };

describe('a request with cookies', () => {
  it.each([
    ['a page elsewhere, as its browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a sister host', { 'sec-fetch-site': 'same-site' }],
    ['nobody the browser knows', { 'sec-fetch-site': 'none' }],
    [
      'a page elsewhere, whatever it claims as origin',
      { 'sec-fetch-site': 'cross-site', origin: 'http://hearth.example:4000' },
    ],
    ['a page elsewhere, in a browser that names the origin alone', { origin: 'https://evil.example' }],
    ['a page on another port', { origin: 'http://hearth.example:5000' }],
    ['a page whose host begins like ours', { origin: 'http://hearth.example:4000.evil.example' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a page whose origin is no address', { origin: 'hearth.example:4000' }],
    ['nobody who says', {}],
  ])('is foreign where it comes from %s §security', (_title, headers) => {
    expect(isForeignCookieRequest(request({ ...cookie, ...headers }))).toBe(true);
  });

  it.each([
    ['its browser says so', { 'sec-fetch-site': 'same-origin' }],
    ['its origin is the host that was asked', { origin: 'http://hearth.example:4000' }],
    ['its origin is that host in capitals', { origin: 'http://HEARTH.example:4000' }],
  ])('is ours where %s', (_title, headers) => {
    expect(isForeignCookieRequest(request({ ...cookie, ...headers }))).toBe(false);
  });

  it('is told from one without, which nobody can send in a reader’s name', () => {
    expect(isForeignCookieRequest(request({ origin: 'https://evil.example' }))).toBe(false);
  });
});
