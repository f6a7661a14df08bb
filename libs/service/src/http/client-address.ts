import type { IncomingMessage } from 'node:http';
import { IPv4, IPv6 } from 'ipaddr.js';

type Address = IPv4 | IPv6;
type Range = readonly [Address, number];

/** Stands where the connection was closed before its address was asked for. */
const UNKNOWN = 'unknown';

/** An address; one of IPv4 that came as IPv6 (::ffff:…) is the same machine, and is read as IPv4. */
function parseAddress(text: string): Address | undefined {
  if (IPv4.isValidFourPartDecimal(text)) return IPv4.parse(text);
  if (!IPv6.isValid(text)) return undefined;
  const address = IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** An address of a header, with the port that some proxies write cut off; undefined where it is none. */
function readAddress(text: string): Address | undefined {
  const trimmed = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1];
  return parseAddress(bracketed ?? trimmed.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'));
}

function readRange(text: string): Range {
  if (text.includes('/')) return text.includes(':') ? IPv6.parseCIDR(text) : IPv4.parseCIDR(text);
  const address = parseAddress(text);
  if (!address) throw new TypeError('trustedProxies: neither an address nor a range');
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isWithin(address: Address, [range, bits]: Range): boolean {
  if (address instanceof IPv4) return range instanceof IPv4 && address.match(range, bits);
  return range instanceof IPv6 && address.match(range, bits);
}

/**
 * Makes the function that tells whose address a request came from. The connection's peer is believed. Forwarded headers
 * are believed only from a trusted proxy: then it is the rightmost address of X-Forwarded-For that is not itself a
 * trusted proxy, for everything left of it was written by strangers.
 *
 * @param trustedProxies addresses or CIDR ranges, IPv4 or IPv6; throws on anything else
 */
export function createClientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const ranges = trustedProxies.map(readRange);
  const isTrusted = (address: Address) => ranges.some((range) => isWithin(address, range));
  return (request) => {
    const peer = readAddress(request.socket.remoteAddress ?? '');
    // The client is gone already; what it sent whole is still taken.
    if (!peer) return UNKNOWN;
    const header = request.headers['x-forwarded-for'];
    if (header === undefined || !isTrusted(peer)) return peer.toString();
    let client = peer;
    for (const part of (Array.isArray(header) ? header.join(',') : header).split(',').reverse()) {
      const address = readAddress(part);
      if (!address) break;
      client = address;
      if (!isTrusted(address)) break;
    }
    return client.toString();
  };
}
