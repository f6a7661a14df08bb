import { createHmac, randomBytes } from 'node:crypto';
import { IPv4, IPv6 } from 'ipaddr.js';

/** Stands for every address that is none: a connection that was gone before it was asked. They share one count. */
export const UNKNOWN_ADDRESS = 'unknown';

/**
 * What counts as one address: an IPv4 address whole, and the first 64 bits of an IPv6 address, since whoever has one has
 * all that begin with them.
 */
export function addressGroup(address: string): string {
  if (IPv4.isValidFourPartDecimal(address)) return address;
  if (!IPv6.isValid(address)) return UNKNOWN_ADDRESS;
  const parsed = IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}

/**
 * Makes names for what must not be written in clear: the same value has the same name as long as this process lives, and
 * nobody can try values against a name, since the key never leaves it.
 */
export function createPseudonyms(): (value: string) => string {
  const key = randomBytes(32);
  return (value) => createHmac('sha256', key).update(value).digest('base64url').slice(0, 16);
}
