import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ReleaseEntry } from '../domain/entry';
import { CHAIN_START, entriesOf, entryHash } from '../domain/entry';
import type { ExportLine } from '../domain/export-lines';
import type { HeadLink, SignedHead } from '../domain/head';
import { headHash, signHead } from '../domain/head';
import type { MerkleFrontier } from '../domain/merkle';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from '../domain/merkle';
import type { Release } from '../domain/release';

const AT = Date.parse('2026-05-01T12:00:00Z');

/** A key pair for heads. */
export const signing = generateKeyPairSync('ed25519');

/** A release of two types, different for each number. */
export function sampleRelease(number: number): Release {
  const type = (name: string, customer: number) => ({
    type: name,
    categories: ['company.name' as const],
    clauses: ['departments' as const],
    customers: [`cus_${String(customer)}`, `cus_${String(customer + 1)}`],
    rows: 2,
  });
  return {
    at: AT + number,
    reader: `reader-${String(number)}`,
    audience: 'communication',
    purpose: 'communication',
    party: null,
    token: number % 2 === 0 ? null : `tok_${String(number)}`,
    policyVersion: '2026.1',
    operationHash: Buffer.alloc(32, number),
    types: [type('Customer', number), type('Contact', number)],
  };
}

/** A writer's chain with an even number of entries. */
export function sampleChain(writer: string, length: number): ReleaseEntry[] {
  const entries: ReleaseEntry[] = [];
  while (entries.length < length) {
    const end = { size: entries.length, hash: entries.at(-1)?.hash ?? CHAIN_START };
    const requestId = Buffer.alloc(16, entries.length);
    entries.push(
      ...entriesOf(sampleRelease(entries.length), { writer, end, requestId }, (id) =>
        Buffer.concat([Buffer.from(id)], 32),
      ),
    );
  }
  return entries;
}

/** The frontier after the first `size` entries. */
export function frontierAt(entries: readonly ReleaseEntry[], size: number): MerkleFrontier {
  return entries
    .slice(0, size)
    .reduce<MerkleFrontier>((frontier, { hash }) => appendLeaf(frontier, hash), EMPTY_FRONTIER);
}

/** A head over the first `size` entries. */
export function headAt(
  entries: readonly ReleaseEntry[],
  size: number,
  links: readonly HeadLink[] = [],
  key: KeyObject = signing.privateKey,
): SignedHead {
  const last = entries[size - 1] as ReleaseEntry;
  const root = frontierRoot(frontierAt(entries, size));
  return signHead({ writer: last.writer, size, root, chainHash: last.hash, at: AT + size, links }, key);
}

/** The link by which another head refers to this one. */
export function linkTo(head: SignedHead): HeadLink {
  return { writer: head.writer, size: head.size, hash: headHash(head) };
}

/** An export: the chain of each writer with heads at the given sizes, each in its place. */
export function exportOf(
  chains: readonly { readonly entries: readonly ReleaseEntry[]; readonly heads: readonly SignedHead[] }[],
): ExportLine[] {
  return [
    { kind: 'header', keys: [signing.publicKey] },
    ...chains.flatMap(({ entries, heads }) =>
      entries.flatMap((entry): ExportLine[] => [
        { kind: 'entry', entry },
        ...heads
          .filter(({ size }) => size === entry.index + 1)
          .map((head): ExportLine => ({ kind: 'head', head })),
      ]),
    ),
  ];
}

/** The entry with some fields changed and a hash that fits them, as a forger would write it. */
export function forged(entry: ReleaseEntry, change: Partial<ReleaseEntry>): ReleaseEntry {
  const changed = { ...entry, ...change };
  return { ...changed, hash: entryHash(changed) };
}
