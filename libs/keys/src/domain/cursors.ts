import { randomBytes } from 'node:crypto';
import { hmac } from './hashing';
import { CursorError } from './key-error';
import {
  checkHeader,
  decrypt,
  encrypt,
  header,
  HEADER_BYTES,
  NONCE_BYTES,
  secretKeyId,
  TAG_BYTES,
} from './sealed-box';

const SALT_BYTES = 16;
/** A cursor holds a sort key and an id; what is longer was not made here. */
const CURSOR_CHARACTERS_MAX = 4096;
/** Each cursor has a key of its own, derived from its salt, so a fixed nonce is used once and no count of cursors is too many. */
const NONCE = Buffer.alloc(NONCE_BYTES);

const keyFor = (key: Uint8Array, salt: Uint8Array): Buffer => hmac(key, 'hearth/cursor/v1', salt);

/** Seals a position (a small JSON object) into opaque base64url text that opens only with the same binding. */
export function sealCursor(key: Uint8Array, value: object, binding: string): string {
  const salt = randomBytes(SALT_BYTES);
  const front = Buffer.concat([header(secretKeyId(key)), salt]);
  const body = encrypt(keyFor(key, salt), NONCE, front, binding, Buffer.from(JSON.stringify(value), 'utf8'));
  return Buffer.concat([front, body.subarray(NONCE_BYTES)]).toString('base64url');
}

/** Opens a cursor. Whatever is wrong with it, the error is the one CursorError, code BAD_CURSOR. */
export function openCursor(key: Uint8Array, text: string, binding: string): object {
  if (text.length > CURSOR_CHARACTERS_MAX) throw new CursorError();
  const sealed = Buffer.from(text, 'base64url');
  // The decoder forgives stray characters; one position has one text only.
  if (sealed.toString('base64url') !== text) throw new CursorError();
  const frontBytes = HEADER_BYTES + SALT_BYTES;
  try {
    checkHeader(sealed, secretKeyId(key), frontBytes + TAG_BYTES, 'cursor');
    const front = sealed.subarray(0, frontBytes);
    const body = Buffer.concat([NONCE, sealed.subarray(frontBytes)]);
    const plain = decrypt(keyFor(key, front.subarray(HEADER_BYTES)), front, binding, body, 'cursor');
    return JSON.parse(plain.toString('utf8')) as object;
  } catch {
    throw new CursorError();
  }
}
