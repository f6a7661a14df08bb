import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { hmac } from './hashing';
import { KeyError } from './key-error';

/** The first byte of everything sealed; a new layout gets a new number. */
export const SEAL_VERSION = 1;
/** Version (1 byte) and key id (4 bytes) stand before everything sealed. */
export const HEADER_BYTES = 5;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** Four bytes that name a secret key without telling anything of it. */
export function secretKeyId(key: Uint8Array): Buffer {
  return hmac(key, 'hearth/key-id/v1', '').subarray(0, 4);
}

/** Four bytes that name a pair by its public half. */
export function publicKeyId(rawPublic: Uint8Array): Buffer {
  return createHash('sha256').update('hearth/key-id/v1\0').update(rawPublic).digest().subarray(0, 4);
}

export function header(keyId: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(SEAL_VERSION), keyId]);
}

/** Refuses what another version or another key sealed before any decryption is tried. */
export function checkHeader(sealed: Uint8Array, keyId: Uint8Array, minimumBytes: number, what: string): void {
  if (sealed.length < minimumBytes) throw new KeyError('SEAL_UNREADABLE', `${what}: too short`);
  if (sealed[0] !== SEAL_VERSION)
    throw new KeyError('SEAL_UNREADABLE', `${what}: sealed in an unknown version`);
  if (!Buffer.from(sealed.subarray(1, HEADER_BYTES)).equals(keyId)) {
    throw new KeyError('SEAL_UNREADABLE', `${what}: sealed under another key`);
  }
}

/** AES-256-GCM: `nonce ‖ ciphertext ‖ tag`. The header in front is authenticated with the caller's words. */
export function encrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  front: Uint8Array,
  aad: string,
  plain: Uint8Array,
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.concat([front, Buffer.from(aad, 'utf8')]));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(
  key: Uint8Array,
  front: Uint8Array,
  aad: string,
  body: Uint8Array,
  what: string,
): Buffer {
  const tagAt = body.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.concat([front, Buffer.from(aad, 'utf8')]));
  decipher.setAuthTag(body.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
  } catch {
    throw new KeyError('SEAL_UNREADABLE', `${what}: does not open`);
  }
}

/** `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag` under a secret key. Random nonces: at most 2³² per key. */
export function sealUnder(key: Uint8Array, aad: string, plain: Uint8Array): Buffer {
  const front = header(secretKeyId(key));
  return Buffer.concat([front, encrypt(key, randomBytes(NONCE_BYTES), front, aad, plain)]);
}

export function openUnder(key: Uint8Array, aad: string, sealed: Uint8Array, what: string): Buffer {
  checkHeader(sealed, secretKeyId(key), HEADER_BYTES + NONCE_BYTES + TAG_BYTES, what);
  return decrypt(key, sealed.subarray(0, HEADER_BYTES), aad, sealed.subarray(HEADER_BYTES), what);
}
