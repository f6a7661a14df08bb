import type { IncomingMessage } from 'node:http';
import { createClientAddress } from './client-address';

function requestFrom(peer: string | undefined, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage;
}

describe('whose address a request came from', () => {
  const behindProxies = createClientAddress(['10.0.0.0/8', '2001:db8:1::/48', '192.0.2.7']);

  it.each([
    ['the peer, where nobody forwards', '198.51.100.4', undefined, '198.51.100.4'],
    ['the peer, whatever a stranger forwards', '198.51.100.4', '203.0.113.9', '198.51.100.4'],
    ['what a trusted proxy forwards', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['the rightmost stranger, not what he claims', '10.1.2.3', '203.0.113.1, 203.0.113.9', '203.0.113.9'],
    ['past several trusted proxies', '10.1.2.3', '203.0.113.9, 192.0.2.7, 10.9.9.9', '203.0.113.9'],
    ['the leftmost, where all are trusted', '10.1.2.3', '10.4.4.4, 10.9.9.9', '10.4.4.4'],
    ['the proxy, where it forwards no address', '10.1.2.3', 'localhost', '10.1.2.3'],
    ['up to what is no address', '10.1.2.3', '203.0.113.9, unknown, 10.9.9.9', '10.9.9.9'],
    ['without the port', '10.1.2.3', '203.0.113.9:4711', '203.0.113.9'],
    ['IPv6 in brackets', '2001:db8:1::5', '[2001:db8:ffff::1]:443', '2001:db8:ffff::1'],
    ['IPv4 that came as IPv6', '::ffff:10.1.2.3', '::ffff:203.0.113.9', '203.0.113.9'],
    ['a word, where the connection is gone', undefined, '203.0.113.9', 'unknown'],
  ])('is %s', (_title, peer, forwarded, expected) => {
    expect(behindProxies(requestFrom(peer, forwarded))).toBe(expected);
  });

  it('is the peer alone by default', () => {
    expect(createClientAddress([])(requestFrom('10.1.2.3', '203.0.113.9'))).toBe('10.1.2.3');
  });

  it('refuses a range that is none', () => {
    expect(() => createClientAddress(['10.0.0.0/40'])).toThrow();
    expect(() => createClientAddress(['proxy.example'])).toThrow(
      'trustedProxies: neither an address nor a range',
    );
  });
});
