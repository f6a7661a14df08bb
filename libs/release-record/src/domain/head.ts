import type { KeyObject } from 'node:crypto';
import { createHash, sign, verify } from 'node:crypto';

/** That a head was known when another was signed: whose, how large, and the hash of its bytes. */
export interface HeadLink {
  readonly writer: string;
  readonly size: number;
  readonly hash: Buffer;
}

/** What a writer says of its chain at one time. */
export interface Head {
  readonly writer: string;
  /** Entries that it speaks for. */
  readonly size: number;
  /** The root of the Merkle tree over their hashes. */
  readonly root: Buffer;
  /** The hash of the last of them. */
  readonly chainHash: Buffer;
  /** UTC milliseconds. */
  readonly at: number;
  /** The newest heads known then, of every writer and so of this one too, sorted by writer. */
  readonly links: readonly HeadLink[];
}

/** A head with its Ed25519 signature, 64 bytes. */
export interface SignedHead extends Head {
  readonly signature: Buffer;
}

const FORM = 'hearth-head-1';

/** The bytes that are signed: the fields as a JSON array in a fixed order, bytes in lower-case hexadecimal, in UTF-8. */
export function headBytes(head: Head): Buffer {
  return Buffer.from(
    JSON.stringify([
      FORM,
      head.writer,
      head.size,
      head.root.toString('hex'),
      head.chainHash.toString('hex'),
      head.at,
      head.links.map(({ writer, size, hash }) => [writer, size, hash.toString('hex')]),
    ]),
    'utf8',
  );
}

/** The hash by which another head refers to this one: SHA-256 of its bytes. */
export function headHash(head: Head): Buffer {
  return createHash('sha256').update(headBytes(head)).digest();
}

/** Signs a head with an Ed25519 private key. */
export function signHead(head: Head, signingKey: KeyObject): SignedHead {
  return { ...head, signature: sign(null, headBytes(head), signingKey) };
}

/** Whether one of the Ed25519 public keys made the head's signature. */
export function verifyHead(head: SignedHead, keys: readonly KeyObject[]): boolean {
  const bytes = headBytes(head);
  return keys.some((key) => verify(null, bytes, key, head.signature));
}
