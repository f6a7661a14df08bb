import { randomBytes } from 'node:crypto';
import { openUnder, sealUnder } from './sealed-box';

const DATA_KEY_BYTES = 32;

/** A new data key of a customer: 32 random bytes. Destroying its wrapped form erases the customer. */
export function createDataKey(): Buffer {
  return randomBytes(DATA_KEY_BYTES);
}

/** Wraps a data key for storage, bound to the customer's id: 65 bytes, `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag`. */
export function wrapDataKey(master: Uint8Array, dataKey: Uint8Array, customerId: string): Buffer {
  if (dataKey.length !== DATA_KEY_BYTES) throw new TypeError('dataKey: not 32 bytes');
  return sealUnder(master, `hearth/data-key/v1\0${customerId}`, dataKey);
}

/** Unwraps the data key of that customer. Throws KeyError SEAL_UNREADABLE under another master key or customer. */
export function unwrapDataKey(master: Uint8Array, wrapped: Uint8Array, customerId: string): Buffer {
  return openUnder(master, `hearth/data-key/v1\0${customerId}`, wrapped, 'data key');
}

/** Wraps the commitment key of a customer, 32 bytes, for storage: as wrapDataKey does, and opened as no data key. */
export function wrapCommitmentKey(master: Uint8Array, key: Uint8Array, customerId: string): Buffer {
  if (key.length !== DATA_KEY_BYTES) throw new TypeError('key: not 32 bytes');
  return sealUnder(master, `hearth/commitment-key/v1\0${customerId}`, key);
}

/** Unwraps the commitment key of that customer. Throws KeyError SEAL_UNREADABLE under another master key or customer. */
export function unwrapCommitmentKey(master: Uint8Array, wrapped: Uint8Array, customerId: string): Buffer {
  return openUnder(master, `hearth/commitment-key/v1\0${customerId}`, wrapped, 'commitment key');
}

/** Encrypts one column's value, bound to `aad` (table, column and row id): 33 bytes longer than its UTF-8. */
export function encryptField(dataKey: Uint8Array, plain: string, aad: string): Buffer {
  return sealUnder(dataKey, `hearth/field/v1\0${aad}`, Buffer.from(plain, 'utf8'));
}

/** Decrypts what encryptField made with the same `aad`. Throws KeyError SEAL_UNREADABLE otherwise. */
export function decryptField(dataKey: Uint8Array, sealed: Uint8Array, aad: string): string {
  return openUnder(dataKey, `hearth/field/v1\0${aad}`, sealed, 'field').toString('utf8');
}
