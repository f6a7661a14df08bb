import { createHash } from 'node:crypto';

// RFC 9162, section 2.1.1: leaves and nodes are hashed under different first bytes, so that none passes for the other.
const LEAF = Buffer.from([0x00]);
const NODE = Buffer.from([0x01]);

/** Bytes of a hash. */
export const HASH_BYTES = 32;

/** The hash of a leaf (RFC 9162 §2.1.1). */
export function leafHash(data: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(data).digest();
}

/** The hash of a node over its two children (RFC 9162 §2.1.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/**
 * The right edge of a growing tree: the roots of its perfect subtrees, the largest first, one for each bit set in its
 * size. It is all that is needed to append and to give the root, in as many hashes as the size has bits.
 */
export interface MerkleFrontier {
  readonly size: number;
  readonly nodes: readonly Buffer[];
}

/** The frontier of a tree without leaves. */
export const EMPTY_FRONTIER: MerkleFrontier = { size: 0, nodes: [] };

/** The frontier with one leaf more; `data` is what the leaf holds, not its hash. */
export function appendLeaf(frontier: MerkleFrontier, data: Uint8Array): MerkleFrontier {
  const nodes = [...frontier.nodes];
  let node = leafHash(data);
  // Each trailing one bit of the size is a perfect subtree as large as the node in hand. Sizes go beyond 32 bits.
  for (let left = frontier.size; left % 2 === 1; left = Math.floor(left / 2)) {
    const sibling = nodes.pop();
    if (sibling === undefined) throw new TypeError('frontier: fewer nodes than its size says');
    node = nodeHash(sibling, node);
  }
  return { size: frontier.size + 1, nodes: [...nodes, node] };
}

/** The root of the tree (MTH of RFC 9162 §2.1.1); that of an empty tree is the hash of nothing. */
export function frontierRoot(frontier: MerkleFrontier): Buffer {
  const [last, ...rest] = [...frontier.nodes].reverse();
  if (last === undefined) return createHash('sha256').digest();
  return rest.reduce((right, left) => nodeHash(left, right), last);
}

/** The nodes one after another, for a column. */
export function packFrontier(frontier: MerkleFrontier): Buffer {
  return Buffer.concat(frontier.nodes);
}

/** Reads what packFrontier made. Throws TypeError where the bytes are not those of a tree of that size. */
export function unpackFrontier(size: number, packed: Uint8Array): MerkleFrontier {
  const bytes = Buffer.from(packed);
  let bits = 0;
  for (let left = size; left > 0; left = Math.floor(left / 2)) bits += left % 2;
  if (bytes.length !== bits * HASH_BYTES) throw new TypeError('frontier: not that of a tree of this size');
  const nodes = Array.from({ length: bits }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  return { size, nodes };
}
