import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (secret: string | Uint8Array): Buffer => createHash('sha256').update(secret).digest();

/** Compares two secrets in time that depends on neither, whatever their lengths. Text is compared by its UTF-8 bytes. */
export function secretsEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(digest(a), digest(b));
}
