import { randomBytes } from 'node:crypto';

/** What an id is of: customer, contact, agreement, partner, client, token, court order, consent, request, reference. */
export type IdPrefix = 'cus' | 'con' | 'agr' | 'par' | 'cli' | 'tok' | 'ord' | 'cnt' | 'req' | 'ref';

/** A new random id: the prefix, an underscore, and 128 random bits in 22 base64url characters. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The 16 bytes of a UUID in its canonical text, either case. Throws TypeError on anything else. */
export function uuidBytes(uuid: string): Buffer {
  if (!UUID.test(uuid)) throw new TypeError('uuid: not a UUID in canonical form');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** The canonical lower-case text of a UUID's 16 bytes. Throws TypeError on any other length. */
export function uuidText(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new TypeError('uuid: not 16 bytes');
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
