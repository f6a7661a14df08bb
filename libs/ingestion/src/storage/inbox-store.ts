import { failpoint } from '@hearth/failpoints';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows, isUniqueViolation } from '@hearth/storage';

/** A sealed half on its way into the inbox. */
export interface SealedHalf {
  /** The report's id; of what was refused, a digest of what is kept: 16 bytes in hexadecimal. */
  readonly key: string;
  /** `refused` may be tried again; a `conflict` waits for people, and is never merged. */
  readonly kind: 'sighting' | 'held' | 'refused' | 'conflict';
  /** UTC milliseconds. */
  readonly receivedAt: number;
  /** Why it is held or was refused; null for a sighting. */
  readonly code: string | null;
  readonly path: string | null;
  /** Empty where it could not be told. */
  readonly product: string;
  readonly sealed: Buffer;
}

const COLUMNS = ['id', 'kind', 'received_at', 'code', 'path', 'product', 'bytes', 'sealed'] as const;

function rowOf(half: SealedHalf): unknown[] {
  const { key, kind, receivedAt, code, path, product, sealed } = half;
  return [Buffer.from(key, 'hex'), kind, receivedAt, code, path, product, sealed.length, sealed];
}

/**
 * Puts sealed halves into the inbox. The account may only insert, so it cannot say what to do about a half that is there
 * already (from a try that was cut short): then they go in one by one, and those that are there stay as they are.
 */
export async function putIntoInbox(inbox: RoomDatabase, halves: readonly SealedHalf[]): Promise<void> {
  if (halves.length === 0) return;
  try {
    await inbox.write(async (m) => {
      await insertRows(m, 'halves', COLUMNS, halves.map(rowOf));
      failpoint('intake.inbox-inserted');
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    for (const half of halves) {
      await putOne(inbox, half);
      failpoint('intake.half-tried-singly');
    }
  }
}

async function putOne(inbox: RoomDatabase, half: SealedHalf): Promise<void> {
  try {
    await inbox.write((m) => insertRows(m, 'halves', COLUMNS, [rowOf(half)]));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
}
