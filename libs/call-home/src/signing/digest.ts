import { createHash } from 'node:crypto';

/** What a report says of the one before: the digest of its text as it was sent. */
export function digestOfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** What the first report says: the digest of the raw public key. */
export function digestOfKey(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('base64url');
}
