import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { MerkleFrontier } from './merkle';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot, packFrontier, unpackFrontier } from './merkle';
import {
  consistencyProof,
  inclusionProof,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle-proofs';

// The definition of RFC 9162, section 2.1.1, as it is written there: slow, and nothing shared with what is tested.
function mth(leaves: readonly Buffer[]): Buffer {
  const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return sha256();
  const [first] = leaves;
  if (leaves.length === 1 && first) return sha256(Buffer.from([0]), first);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.from([1]), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => Buffer.from(`leaf ${String(at)}`));
const grown = (leaves: readonly Buffer[]): MerkleFrontier =>
  leaves.reduce<MerkleFrontier>((frontier, leaf) => appendLeaf(frontier, leaf), EMPTY_FRONTIER);
const SIZES = Array.from({ length: 71 }, (_, size) => size);

describe('a Merkle tree', () => {
  it('has the root that its definition gives, grown leaf by leaf or at once, for every size to 70', () => {
    for (const size of SIZES) {
      const leaves = leavesOf(size);
      expect(frontierRoot(grown(leaves))).toEqual(mth(leaves));
      expect(merkleRoot(leaves)).toEqual(mth(leaves));
    }
  });

  it('has the root of its definition for any leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 300 }), (data) => {
        const leaves = data.map((bytes) => Buffer.from(bytes));
        expect(frontierRoot(grown(leaves))).toEqual(mth(leaves));
      }),
      { numRuns: 30 },
    );
  });

  it('goes on from its packed right edge', () => {
    for (const size of SIZES) {
      const frontier = grown(leavesOf(size));
      expect(unpackFrontier(size, packFrontier(frontier))).toEqual(frontier);
      if (size > 0)
        expect(() => unpackFrontier(size, packFrontier(frontier).subarray(1))).toThrow('frontier');
    }
    expect(() => unpackFrontier(3, Buffer.alloc(32))).toThrow('frontier');
  });

  it('proves each leaf of every size to 40, and no other leaf, place, size or root by the same proof', () => {
    for (const size of SIZES.slice(1, 41)) {
      const leaves = leavesOf(size);
      const root = mth(leaves);
      for (const [index, data] of leaves.entries()) {
        const claim = { data, index, size, root, proof: inclusionProof(leaves, index) };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, data: Buffer.from('another') })).toBe(false);
        expect(verifyInclusion({ ...claim, root: Buffer.alloc(32) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
        expect(verifyInclusion({ ...claim, index: -1 })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, Buffer.alloc(32)] })).toBe(false);
        if (size > 1) {
          expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
        }
      }
    }
    expect(() => inclusionProof(leavesOf(3), 3)).toThrow('index');
  });

  it('proves that every size to 40 begins every later one, and no other tree by the same proof', () => {
    for (const size of SIZES.slice(1, 41)) {
      const leaves = leavesOf(size);
      const newer = { size, root: mth(leaves) };
      for (let first = 1; first <= size; first += 1) {
        const claim = {
          older: { size: first, root: mth(leaves.slice(0, first)) },
          newer,
          proof: consistencyProof(leaves, first),
        };
        expect(verifyConsistency(claim)).toBe(true);
        const forged = mth([...leaves.slice(0, first - 1), Buffer.from('another')]);
        expect(verifyConsistency({ ...claim, older: { size: first, root: forged } })).toBe(false);
        expect(verifyConsistency({ ...claim, newer: { size, root: Buffer.alloc(32) } })).toBe(false);
        expect(verifyConsistency({ ...claim, older: { ...claim.older, size: size + 1 } })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, Buffer.alloc(32)] })).toBe(false);
      }
    }
    expect(() => consistencyProof(leavesOf(3), 0)).toThrow('size');
    expect(() => consistencyProof(leavesOf(3), 4)).toThrow('size');
  });

  it('proves any leaf and any beginning of a tree of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.nat(), fc.nat(), (size, one, other) => {
        const leaves = leavesOf(size);
        const root = merkleRoot(leaves);
        const index = one % size;
        const first = (other % size) + 1;
        const data = leaves[index] as Buffer;
        expect(verifyInclusion({ data, index, size, root, proof: inclusionProof(leaves, index) })).toBe(true);
        const older = { size: first, root: merkleRoot(leaves.slice(0, first)) };
        const proof = consistencyProof(leaves, first);
        expect(verifyConsistency({ older, newer: { size, root }, proof })).toBe(true);
        if (first < size) {
          expect(verifyConsistency({ older: { ...older, root }, newer: { size, root }, proof })).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });
});
