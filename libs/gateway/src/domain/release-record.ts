import { createHash } from 'node:crypto';
import type { Audience, Category, Purpose } from '@hearth/policy';

/** What the record says of one response that carried personal or company-specific data. */
export interface Release {
  /** When it left, UTC milliseconds. */
  readonly at: number;
  /** The client that read, as its token names it. */
  readonly reader: string;
  readonly audience: Audience;
  readonly purpose: Purpose;
  /** The token's id, or null for one who has none. */
  readonly token: string | null;
  /** The clause that allowed it; more than one are joined by a comma. */
  readonly clause: string;
  readonly policyVersion: string;
  /** SHA-256 of the operation as a shape, 32 bytes. */
  readonly operationHash: Buffer;
  /** The protected categories that had a value in the response, sorted. */
  readonly categories: readonly Category[];
  /** Objects in the response that carried one of them. */
  readonly rows: number;
}

/** A release in its place in its writer's chain. */
export interface ReleaseRecord extends Release {
  readonly writer: string;
  /** Hash of the writer's record before this one; 32 zero bytes for its first. */
  readonly previous: Buffer;
  readonly hash: Buffer;
}

/** Makes releases durable, in order, each behind the one before it. */
export interface ReleaseRecorder {
  /** Resolves once the release is durable, and rejects where it is not: then nothing may leave. */
  record(release: Release): Promise<void>;
}

/** What stands before a writer's first record. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

// The first word names the form, so that a later form cannot be taken for this one.
const FORM = 'hearth-release-1';

/** The hash of a record: SHA-256 over its fields as a JSON array in a fixed order, bytes in hexadecimal. */
export function releaseHash(record: Omit<ReleaseRecord, 'hash'>): Buffer {
  const fields = [
    FORM,
    record.writer,
    record.at,
    record.reader,
    record.audience,
    record.purpose,
    record.token,
    record.clause,
    record.policyVersion,
    record.operationHash.toString('hex'),
    record.categories,
    record.rows,
    record.previous.toString('hex'),
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest();
}

/** Puts a release behind the one before it. */
export function chainRelease(writer: string, previous: Buffer, release: Release): ReleaseRecord {
  const record = { ...release, writer, previous };
  return { ...record, hash: releaseHash(record) };
}

/**
 * Walks one writer's records in order and names the place of the first that does not fit: changed, missing before,
 * or out of order. Undefined when all fit. What was cut off at the end it cannot see.
 */
export function firstBrokenRecord(records: readonly ReleaseRecord[]): number | undefined {
  let previous = CHAIN_START;
  for (const [place, record] of records.entries()) {
    if (!record.previous.equals(previous) || !record.hash.equals(releaseHash(record))) return place;
    previous = record.hash;
  }
  return undefined;
}
