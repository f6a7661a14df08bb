import { createHash } from 'node:crypto';
import { leafHash, nodeHash } from './merkle';

// The largest power of two below n, for n of 2 or more (k in RFC 9162 §2.1).
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function rootOf(leaves: readonly Uint8Array[], from: number, to: number): Buffer {
  if (to - from === 1) return leafHash(leaves[from] as Uint8Array);
  const middle = from + splitOf(to - from);
  return nodeHash(rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

/** The root over the data of all leaves (MTH of RFC 9162 §2.1.1). */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  return leaves.length === 0 ? createHash('sha256').digest() : rootOf(leaves, 0, leaves.length);
}

/** The proof that a leaf is in the tree of `leaves` (PATH of RFC 9162 §2.1.3.1). Throws TypeError for no such leaf. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
    throw new TypeError('index: no leaf of the tree');
  }
  const path: Buffer[] = [];
  let [from, to] = [0, leaves.length];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(rootOf(leaves, middle, to));
      to = middle;
    } else {
      path.push(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  return path.reverse();
}

/** The proof that the tree of the first `size` leaves is the beginning of that of all (PROOF of RFC 9162 §2.1.4.1). */
export function consistencyProof(leaves: readonly Uint8Array[], size: number): Buffer[] {
  if (!Number.isSafeInteger(size) || size < 1 || size > leaves.length) {
    throw new TypeError('size: 1 to the number of leaves');
  }
  const path: Buffer[] = [];
  let [from, to] = [0, leaves.length];
  let whole = true;
  while (size < to) {
    const middle = from + splitOf(to - from);
    if (size <= middle) {
      path.push(rootOf(leaves, middle, to));
      to = middle;
    } else {
      path.push(rootOf(leaves, from, middle));
      from = middle;
      whole = false;
    }
  }
  if (!whole) path.push(rootOf(leaves, from, to));
  return path.reverse();
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

/** Whether `data` is leaf `index` of the tree of that size and root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(claim: {
  readonly data: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): boolean {
  const { data, index, size, root, proof } = claim;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [place, last] = [index, size - 1];
  let hash = leafHash(data);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (odd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      while (!odd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/** Whether the tree of `older` is the beginning of that of `newer` (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: {
  readonly older: { readonly size: number; readonly root: Uint8Array };
  readonly newer: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}): boolean {
  const { older, newer } = claim;
  if (!Number.isSafeInteger(older.size) || !Number.isSafeInteger(newer.size)) return false;
  if (older.size < 1 || older.size > newer.size) return false;
  if (older.size === newer.size) {
    return claim.proof.length === 0 && Buffer.from(older.root).equals(newer.root);
  }
  // A tree of a power of two is a node of the later one: its root begins the proof by itself.
  const perfect = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = perfect ? [older.root, ...claim.proof] : claim.proof;
  if (first === undefined) return false;
  let [place, last] = [older.size - 1, newer.size - 1];
  while (odd(place)) [place, last] = [half(place), half(last)];
  let oldHash: Buffer = Buffer.from(first);
  let newHash: Buffer = Buffer.from(first);
  for (const sibling of rest) {
    if (last === 0) return false;
    if (odd(place) || place === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!odd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && oldHash.equals(older.root) && newHash.equals(newer.root);
}
