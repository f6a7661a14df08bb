import { createHash } from 'node:crypto';
import { categoryBitmap } from './category-bits';
import type { Release } from './release';

/** One line of the record: what one response released of one type. */
export interface ReleaseEntry {
  readonly writer: string;
  /** Its place in its writer's chain, from 0. */
  readonly index: number;
  /** 16 random bytes, the same in all entries of one response. */
  readonly requestId: Buffer;
  /** UTC milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly reader: string;
  readonly audience: string;
  readonly purpose: string;
  readonly party: string | null;
  readonly token: string | null;
  readonly clauses: readonly string[];
  readonly policyVersion: string;
  /** 32 bytes. */
  readonly operationHash: Buffer;
  /** A bitmap over CATEGORY_BITS, 16 bytes. */
  readonly categories: Buffer;
  readonly rows: number;
  /** Commitments to the customers, 32 bytes each, sorted, each once. */
  readonly customers: readonly Buffer[];
  /** The hash of the writer's entry before this one; 32 zero bytes for its first. */
  readonly previous: Buffer;
  readonly hash: Buffer;
}

/** What stands before a writer's first entry. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

// The first word names the form, so that a later form cannot be taken for this one.
const FORM = 'hearth-release-2';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The bytes that are hashed: the fields as a JSON array in a fixed order, bytes in lower-case hexadecimal, in UTF-8. */
export function entryBytes(entry: Omit<ReleaseEntry, 'hash'>): Buffer {
  return Buffer.from(
    JSON.stringify([
      FORM,
      entry.writer,
      entry.index,
      hex(entry.requestId),
      entry.at,
      entry.type,
      entry.reader,
      entry.audience,
      entry.purpose,
      entry.party,
      entry.token,
      entry.clauses,
      entry.policyVersion,
      hex(entry.operationHash),
      hex(entry.categories),
      entry.rows,
      entry.customers.map(hex),
      hex(entry.previous),
    ]),
    'utf8',
  );
}

/** The hash of an entry: SHA-256 of its bytes. It is the next entry's `previous`, and a leaf of the Merkle tree. */
export function entryHash(entry: Omit<ReleaseEntry, 'hash'>): Buffer {
  return createHash('sha256').update(entryBytes(entry)).digest();
}

/** Where a chain stands: how many entries it has, and the hash of the last. */
export interface ChainEnd {
  readonly size: number;
  readonly hash: Buffer;
}

/**
 * The entries of one release behind the end of a chain, one for each type, in order. `commit` gives the commitment to a
 * customer for the month of the release.
 */
export function entriesOf(
  release: Release,
  place: { readonly writer: string; readonly end: ChainEnd; readonly requestId: Buffer },
  commit: (customer: string) => Buffer,
): ReleaseEntry[] {
  let { size, hash } = place.end;
  return release.types.map((released) => {
    const unhashed = {
      writer: place.writer,
      index: size,
      requestId: place.requestId,
      at: release.at,
      type: released.type,
      reader: release.reader,
      audience: release.audience,
      purpose: release.purpose,
      party: release.party,
      token: release.token,
      clauses: [...released.clauses],
      policyVersion: release.policyVersion,
      operationHash: release.operationHash,
      categories: categoryBitmap(released.categories),
      rows: released.rows,
      customers: [...new Set(released.customers)]
        .map(commit)
        .sort((one, other) => Buffer.compare(one, other)),
      previous: hash,
    };
    hash = entryHash(unhashed);
    size += 1;
    return { ...unhashed, hash };
  });
}
