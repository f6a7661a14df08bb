import type { HeadRow, MerkleFrontier } from '@hearth/release-record';
import { appendLeaf, CHAIN_START, EMPTY_FRONTIER, frontierOfRow, HEAD_COLUMNS } from '@hearth/release-record';
import type { EntityManager } from 'typeorm';
import { RecordForkedError } from '../domain/release-recorder';

/** Where a writer's chain stands: the right edge of its tree, and the hash of its last entry. */
export interface ChainTail {
  readonly frontier: MerkleFrontier;
  readonly hash: Buffer;
}

interface Link {
  readonly idx: number | string;
  readonly hash: Uint8Array;
}

// Entries behind the last head are few; where heads failed for long they are read in steps.
const STEP = 1_000;

/** Reads where a chain stands: its last head, and the entries behind it. Throws RecordForkedError where they do not fit. */
export async function readTail(m: EntityManager, writer: string): Promise<ChainTail> {
  const [head] = await m.query<HeadRow[]>(
    `SELECT ${HEAD_COLUMNS.join(', ')} FROM release_heads WHERE writer = ? ORDER BY size DESC LIMIT 1`,
    [writer],
  );
  if (!head) return readOn(m, writer, { frontier: EMPTY_FRONTIER, hash: CHAIN_START });
  const tail = { frontier: frontierOfRow(head), hash: Buffer.from(head.chain_hash as Uint8Array) };
  const [last] = await m.query<Link[]>(
    'SELECT idx, hash FROM release_entries WHERE writer = ? AND idx <= ? ORDER BY idx DESC LIMIT 1',
    [writer, tail.frontier.size - 1],
  );
  if (last && (Number(last.idx) !== tail.frontier.size - 1 || !tail.hash.equals(last.hash))) {
    throw new RecordForkedError(
      `The record of the writer ${writer} is not what its last head was signed over.`,
    );
  }
  return readOn(m, writer, tail);
}

/** The hashes of the entries behind a tail, in order. */
export async function hashesBehind(
  m: EntityManager,
  writer: string,
  size: number,
  most: number,
): Promise<Buffer[]> {
  const rows = await m.query<Link[]>(
    'SELECT idx, hash FROM release_entries WHERE writer = ? AND idx >= ? ORDER BY idx LIMIT ?',
    [writer, size, most],
  );
  return rows.map(({ idx, hash }, place) => {
    if (Number(idx) !== size + place) {
      throw new RecordForkedError(`The record of the writer ${writer} has a gap at ${String(size + place)}.`);
    }
    return Buffer.from(hash);
  });
}

/** The tail with more entries, by their hashes. */
export function extendTail(tail: ChainTail, hashes: readonly Buffer[]): ChainTail {
  return {
    frontier: hashes.reduce((frontier, hash) => appendLeaf(frontier, hash), tail.frontier),
    hash: hashes.at(-1) ?? tail.hash,
  };
}

async function readOn(m: EntityManager, writer: string, from: ChainTail): Promise<ChainTail> {
  let tail = from;
  for (;;) {
    const hashes = await hashesBehind(m, writer, tail.frontier.size, STEP);
    tail = extendTail(tail, hashes);
    if (hashes.length < STEP) return tail;
  }
}
