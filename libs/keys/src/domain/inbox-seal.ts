import type { KeyObject } from 'node:crypto';
import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { KeyError } from './key-error';
import {
  checkHeader,
  decrypt,
  encrypt,
  header,
  HEADER_BYTES,
  NONCE_BYTES,
  publicKeyId,
  TAG_BYTES,
} from './sealed-box';

const PUBLIC_BYTES = 32;
/** An ephemeral key pair costs more than the rest of a seal; reused this often, with a fresh nonce each, it stays cheap and safe. */
const SEALS_PER_EPHEMERAL = 1000;
/** SubjectPublicKeyInfo of X25519 (RFC 8410) is this prefix and the raw key. */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** Seals for the holder of the private half; it cannot open what it sealed. */
export interface Sealer {
  /** `version ‖ key id ‖ ephemeral public key ‖ nonce ‖ ciphertext ‖ tag`: 65 bytes longer than the plain text. `aad` is not stored. */
  seal(plain: Uint8Array, aad: string): Buffer;
}

/**
 * What the intake binds a seal to, and the crossing opens it by: the kind and the UUID of its row. A half that was moved to
 * another row, or is read as another kind, does not open.
 */
export function inboxBinding(kind: 'sighting' | 'held' | 'refused' | 'conflict', rowId: string): string {
  return `${kind}:${rowId}`;
}

const rawPublic = (key: KeyObject): Buffer =>
  Buffer.from(key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length));

function boxKey(own: KeyObject, theirs: KeyObject, ephemeral: Buffer, recipient: Buffer): Buffer {
  const shared = diffieHellman({ privateKey: own, publicKey: theirs });
  return Buffer.from(
    hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), 'hearth/inbox/v1', 32),
  );
}

/** A sealer for the inbox: X25519, HKDF-SHA-256, AES-256-GCM. One ephemeral pair serves at most 1000 seals. */
export function createSealer(inboxPublic: KeyObject): Sealer {
  const recipient = rawPublic(inboxPublic);
  const keyId = publicKeyId(recipient);
  let left = 0;
  let key: Buffer = Buffer.alloc(0);
  let front: Buffer = Buffer.alloc(0);
  return {
    seal(plain, aad) {
      if (left === 0) {
        const pair = generateKeyPairSync('x25519');
        const ephemeral = rawPublic(pair.publicKey);
        key = boxKey(pair.privateKey, inboxPublic, ephemeral, recipient);
        front = Buffer.concat([header(keyId), ephemeral]);
        left = SEALS_PER_EPHEMERAL;
      }
      left -= 1;
      return Buffer.concat([front, encrypt(key, randomBytes(NONCE_BYTES), front, aad, plain)]);
    },
  };
}

/** Opens what a sealer sealed with the same `aad`. Throws KeyError SEAL_UNREADABLE on anything else. */
export function openSealed(inboxPrivate: KeyObject, sealed: Uint8Array, aad: string): Buffer {
  const recipient = rawPublic(createPublicKey(inboxPrivate));
  const frontBytes = HEADER_BYTES + PUBLIC_BYTES;
  checkHeader(sealed, publicKeyId(recipient), frontBytes + NONCE_BYTES + TAG_BYTES, 'sealed');
  const front = sealed.subarray(0, frontBytes);
  const ephemeral = Buffer.from(sealed.subarray(HEADER_BYTES, frontBytes));
  let key: Buffer;
  try {
    const theirs = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, ephemeral]),
      format: 'der',
      type: 'spki',
    });
    key = boxKey(inboxPrivate, theirs, ephemeral, recipient);
  } catch {
    throw new KeyError('SEAL_UNREADABLE', 'sealed: does not open');
  }
  return decrypt(key, front, aad, sealed.subarray(frontBytes), 'sealed');
}
