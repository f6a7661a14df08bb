import type { ReleaseEntry } from './entry';
import type { SignedHead } from './head';
import type { MerkleFrontier } from './merkle';
import { packFrontier, unpackFrontier } from './merkle';

// Who writes the record and who reads it are two libraries with two accounts; what a column holds is written here once.

/** The columns of `release_entries` but for `seq`, in the order of entryRow. */
export const ENTRY_COLUMNS = [
  'writer',
  'idx',
  'request_id',
  'at',
  'type',
  'reader',
  'audience',
  'purpose',
  'party',
  'token',
  'clauses',
  'policy_version',
  'operation_hash',
  'categories',
  'rows_released',
  'previous',
  'hash',
] as const;

/** The columns of `release_heads`, in the order of headRow. */
export const HEAD_COLUMNS = [
  'writer',
  'size',
  'root',
  'chain_hash',
  'frontier',
  'links',
  'at',
  'signature',
] as const;

/** A row of `release_entries` as a database gives it; a number may come as its digits. */
export type EntryRow = Readonly<Record<(typeof ENTRY_COLUMNS)[number], unknown>>;

/** A row of `release_heads` as a database gives it. */
export type HeadRow = Readonly<Record<(typeof HEAD_COLUMNS)[number], unknown>>;

/** An entry as a row; its customers are rows of a table of their own. */
export function entryRow(entry: ReleaseEntry): unknown[] {
  return [
    entry.writer,
    entry.index,
    entry.requestId,
    entry.at,
    entry.type,
    entry.reader,
    entry.audience,
    entry.purpose,
    entry.party,
    entry.token,
    entry.clauses.join(','),
    entry.policyVersion,
    entry.operationHash,
    entry.categories,
    entry.rows,
    entry.previous,
    entry.hash,
  ];
}

/** The entry of a row and of its customers' commitments, in any order. */
export function entryOfRow(row: EntryRow, customers: readonly Uint8Array[]): ReleaseEntry {
  return {
    writer: text(row.writer),
    index: Number(row.idx),
    requestId: bytes(row.request_id),
    at: Number(row.at),
    type: text(row.type),
    reader: text(row.reader),
    audience: text(row.audience),
    purpose: text(row.purpose),
    party: row.party === null ? null : text(row.party),
    token: row.token === null ? null : text(row.token),
    clauses: row.clauses === '' ? [] : text(row.clauses).split(','),
    policyVersion: text(row.policy_version),
    operationHash: bytes(row.operation_hash),
    categories: bytes(row.categories),
    rows: Number(row.rows_released),
    customers: customers.map(bytes).sort((one, other) => Buffer.compare(one, other)),
    previous: bytes(row.previous),
    hash: bytes(row.hash),
  };
}

/** A head as a row, with the right edge of its tree. */
export function headRow(head: SignedHead, frontier: MerkleFrontier): unknown[] {
  const links = head.links.map(({ writer, size, hash }) => [writer, size, hash.toString('hex')]);
  return [
    head.writer,
    head.size,
    head.root,
    head.chainHash,
    packFrontier(frontier),
    JSON.stringify(links),
    head.at,
    head.signature,
  ];
}

/** The head of a row. */
export function headOfRow(row: HeadRow): SignedHead {
  const links = JSON.parse(text(row.links)) as [string, number, string][];
  return {
    writer: text(row.writer),
    size: Number(row.size),
    root: bytes(row.root),
    chainHash: bytes(row.chain_hash),
    at: Number(row.at),
    links: links.map(([writer, size, hash]) => ({ writer, size, hash: Buffer.from(hash, 'hex') })),
    signature: bytes(row.signature),
  };
}

/** The right edge of the tree that a row of `release_heads` holds. Throws TypeError where it is not one of that size. */
export function frontierOfRow(row: HeadRow): MerkleFrontier {
  return unpackFrontier(Number(row.size), bytes(row.frontier));
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('row: a column is not text');
  return value;
}

function bytes(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new TypeError('row: a column is not bytes');
  return Buffer.from(value);
}
