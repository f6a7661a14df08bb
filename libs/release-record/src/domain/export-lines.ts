import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CATEGORY_BITMAP_BYTES } from './category-bits';
import type { ReleaseEntry } from './entry';
import type { SignedHead } from './head';
import type { MerkleFrontier } from './merkle';
import { HASH_BYTES, packFrontier, unpackFrontier } from './merkle';

/** The first line of an export: its form, and the keys that its heads are said to be signed with. */
export interface ExportHeader {
  readonly kind: 'header';
  readonly keys: readonly KeyObject[];
}

/** Where a chain begins whose older entries were dropped: a signed head with the right edge of its tree. */
export interface ExportStart {
  readonly kind: 'start';
  readonly head: SignedHead;
  readonly frontier: MerkleFrontier;
}

/** One line of an export. */
export type ExportLine =
  | ExportHeader
  | ExportStart
  | { readonly kind: 'entry'; readonly entry: ReleaseEntry }
  | { readonly kind: 'head'; readonly head: SignedHead };

/** The form of an export that this version writes and reads. */
export const EXPORT_FORM = 'hearth-release-export-1';

const REQUEST_ID_BYTES = 16;
const SIGNATURE_BYTES = 64;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** One line of NDJSON, without the line's end. There is one way to write it. */
export function writeExportLine(line: ExportLine): string {
  switch (line.kind) {
    case 'header':
      return JSON.stringify({
        kind: 'header',
        form: EXPORT_FORM,
        keys: line.keys.map((key) => key.export({ format: 'der', type: 'spki' }).toString('base64url')),
      });
    case 'start':
      return JSON.stringify({
        kind: 'start',
        head: headFields(line.head),
        frontier: hex(packFrontier(line.frontier)),
      });
    case 'entry':
      return JSON.stringify({ kind: 'entry', ...entryFields(line.entry) });
    case 'head':
      return JSON.stringify({ kind: 'head', ...headFields(line.head) });
  }
}

/**
 * Reads one line, and nothing that is written in another way: not another order, other white space or upper case, so
 * that no byte of a line can change unseen. Undefined for what is not a line.
 */
export function readExportLine(text: string): ExportLine | undefined {
  let line: ExportLine | undefined;
  try {
    line = parsed(JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
  return line && writeExportLine(line) === text ? line : undefined;
}

function entryFields(entry: ReleaseEntry): object {
  return {
    writer: entry.writer,
    index: entry.index,
    request: hex(entry.requestId),
    at: entry.at,
    type: entry.type,
    reader: entry.reader,
    audience: entry.audience,
    purpose: entry.purpose,
    party: entry.party,
    token: entry.token,
    clauses: entry.clauses,
    policyVersion: entry.policyVersion,
    operationHash: hex(entry.operationHash),
    categories: hex(entry.categories),
    rows: entry.rows,
    customers: entry.customers.map(hex),
    previous: hex(entry.previous),
    hash: hex(entry.hash),
  };
}

function headFields(head: SignedHead): object {
  return {
    writer: head.writer,
    size: head.size,
    root: hex(head.root),
    chainHash: hex(head.chainHash),
    at: head.at,
    links: head.links.map(({ writer, size, hash }) => ({ writer, size, hash: hex(hash) })),
    signature: hex(head.signature),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(value: unknown): ExportLine {
  const fields = fieldsOf(value);
  switch (fields['kind']) {
    case 'header':
      if (fields['form'] !== EXPORT_FORM) throw new TypeError('form: not one that this version reads');
      return { kind: 'header', keys: list(fields, 'keys').map(publicKey) };
    case 'start': {
      const head = headOf(fieldsOf(fields['head']));
      return { kind: 'start', head, frontier: unpackFrontier(head.size, bytes(fields['frontier'])) };
    }
    case 'entry':
      return { kind: 'entry', entry: entryOf(fields) };
    case 'head':
      return { kind: 'head', head: headOf(fields) };
    default:
      throw new TypeError('kind: not one of an export');
  }
}

function entryOf(fields: Fields): ReleaseEntry {
  return {
    writer: text(fields, 'writer'),
    index: whole(fields, 'index'),
    requestId: bytes(fields['request'], REQUEST_ID_BYTES),
    at: whole(fields, 'at'),
    type: text(fields, 'type'),
    reader: text(fields, 'reader'),
    audience: text(fields, 'audience'),
    purpose: text(fields, 'purpose'),
    party: textOrNull(fields, 'party'),
    token: textOrNull(fields, 'token'),
    clauses: list(fields, 'clauses').map((clause) => text({ clause }, 'clause')),
    policyVersion: text(fields, 'policyVersion'),
    operationHash: bytes(fields['operationHash'], HASH_BYTES),
    categories: bytes(fields['categories'], CATEGORY_BITMAP_BYTES),
    rows: whole(fields, 'rows'),
    customers: list(fields, 'customers').map((one) => bytes(one, HASH_BYTES)),
    previous: bytes(fields['previous'], HASH_BYTES),
    hash: bytes(fields['hash'], HASH_BYTES),
  };
}

function headOf(fields: Fields): SignedHead {
  return {
    writer: text(fields, 'writer'),
    size: whole(fields, 'size'),
    root: bytes(fields['root'], HASH_BYTES),
    chainHash: bytes(fields['chainHash'], HASH_BYTES),
    at: whole(fields, 'at'),
    links: list(fields, 'links').map((one) => {
      const link = fieldsOf(one);
      return {
        writer: text(link, 'writer'),
        size: whole(link, 'size'),
        hash: bytes(link['hash'], HASH_BYTES),
      };
    }),
    signature: bytes(fields['signature'], SIGNATURE_BYTES),
  };
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new TypeError('line: not an object');
  return value as Fields;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new TypeError(`${name}: not text`);
  return value;
}

function textOrNull(fields: Fields, name: string): string | null {
  return fields[name] === null ? null : text(fields, name);
}

function whole(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new TypeError(`${name}: not a whole number`);
  }
  return value;
}

function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new TypeError(`${name}: not a list`);
  return value;
}

function bytes(value: unknown, length?: number): Buffer {
  if (typeof value !== 'string') throw new TypeError('bytes: not text');
  const decoded = Buffer.from(value, 'hex');
  if (length !== undefined && decoded.length !== length) throw new TypeError('bytes: not that many');
  return decoded;
}

function publicKey(value: unknown): KeyObject {
  if (typeof value !== 'string') throw new TypeError('keys: not text');
  const key = createPublicKey({ key: Buffer.from(value, 'base64url'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('keys: not an Ed25519 key');
  return key;
}
