import { failpoint } from '@hearth/failpoints';
import { licenceHash } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { startOfDay } from '../domain/days';
import { bytesOf, listOf, run, select, sql } from './sql';

/** Where a walk through the inbox stands. */
export interface InboxPosition {
  readonly receivedAt: number;
  readonly id: Buffer;
}

export interface SealedHalf extends InboxPosition {
  readonly kind: string;
  readonly sealed: Buffer;
}

/** Where the next halves behind a position lie, oldest first. */
export async function nextPositions(
  inbox: RoomDatabase,
  limit: number,
  after?: InboxPosition,
): Promise<readonly InboxPosition[]> {
  const behind =
    after === undefined
      ? sql`1 = 1`
      : sql`(received_at > ${after.receivedAt} OR (received_at = ${after.receivedAt} AND id > ${after.id}))`;
  const rows = await inbox.read((m) =>
    select(
      m,
      sql`SELECT id, received_at FROM halves WHERE ${behind} ORDER BY received_at, id LIMIT ${limit}`,
    ),
  );
  return rows.map((row) => ({
    id: bytesOf(row, 'id') ?? Buffer.alloc(0),
    receivedAt: Number(row['received_at']),
  }));
}

/** These halves, sealed, oldest first; one that has gone meanwhile is left out. */
export async function sealedHalves(
  inbox: RoomDatabase,
  ids: readonly Buffer[],
): Promise<readonly SealedHalf[]> {
  if (ids.length === 0) return [];
  const rows = await inbox.read((m) =>
    select(
      m,
      sql`SELECT id, kind, received_at, sealed FROM halves WHERE id IN ${listOf(ids)} ORDER BY received_at, id`,
    ),
  );
  return rows.map((row) => ({
    id: bytesOf(row, 'id') ?? Buffer.alloc(0),
    kind: String(row['kind']),
    receivedAt: Number(row['received_at']),
    sealed: bytesOf(row, 'sealed') ?? Buffer.alloc(0),
  }));
}

export async function deleteHalves(inbox: RoomDatabase, ids: readonly Buffer[]): Promise<void> {
  if (ids.length === 0) return;
  await inbox.write(async (m) => {
    await run(m, sql`DELETE FROM halves WHERE id IN ${listOf(ids)}`);
    failpoint('crossing.halves-deleted');
  });
  failpoint('crossing.halves-gone');
}

/** Which of these hashes of licence keys an agreement has, in hexadecimal. */
export async function licencesOnRecord(
  personal: RoomDatabase,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(hashes)];
  if (wanted.length === 0) return new Set();
  const rows = await personal.read((m) =>
    select(
      m,
      sql`SELECT licence_hash FROM agreements WHERE licence_hash IN ${listOf(wanted.map((hash) => Buffer.from(hash, 'hex')))}`,
    ),
  );
  return new Set(rows.map((row) => bytesOf(row, 'licence_hash')?.toString('hex') ?? ''));
}

/** The agreement behind a licence key, as far as the crossing may know it. */
export interface LicenceHolder {
  readonly customer: string;
  /** UTC milliseconds at which the agreement's first day begins. */
  readonly startsAt: number;
}

/** The holders of these licence keys; a key without an agreement is not in the map. */
export async function customersByLicence(
  personal: RoomDatabase,
  key: Buffer,
  licenceKeys: readonly string[],
): Promise<ReadonlyMap<string, LicenceHolder>> {
  const hashes = new Map(licenceKeys.map((text) => [text, licenceHash(key, text)]));
  if (hashes.size === 0) return new Map();
  const rows = await personal.read((m) =>
    select(
      m,
      sql`SELECT customer, licence_hash, starts_on FROM agreements WHERE licence_hash IN ${listOf([...hashes.values()])}`,
    ),
  );
  const holders = new Map<string, LicenceHolder>(
    rows.map((row) => [
      bytesOf(row, 'licence_hash')?.toString('hex') ?? '',
      { customer: String(row['customer']), startsAt: startOfDay(String(row['starts_on'])) },
    ]),
  );
  const found = new Map<string, LicenceHolder>();
  for (const [text, hash] of hashes) {
    const holder = holders.get(hash.toString('hex'));
    if (holder !== undefined) found.set(text, holder);
  }
  return found;
}
