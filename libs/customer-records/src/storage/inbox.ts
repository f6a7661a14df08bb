import { failpoint } from '@hearth/failpoints';
import { licenceHash } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { startOfDay } from '../domain/days';
import type { Row, Sql } from './sql';
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

/** What a run of the crossing carries; what was refused lies there until it is replayed or expires. */
const CARRIED = ['sighting', 'held'];
/** What a replay looks at. */
const REPLAYED = ['held', 'refused', 'conflict'];

/** Which of the held and refused reports a replay is about; what is left out is all. */
export interface FailedFilter {
  readonly code?: string;
  readonly product?: string;
}

/** A report that was held or refused, sealed, and why. */
export interface FailedHalf extends SealedHalf {
  readonly code: string;
}

/** The next held and refused reports behind a position, oldest first. */
export async function nextFailed(
  inbox: RoomDatabase,
  { code, product }: FailedFilter,
  limit: number,
  after?: InboxPosition,
): Promise<readonly FailedHalf[]> {
  const ofCode = code === undefined ? sql`1 = 1` : sql`code = ${code}`;
  const ofProduct = product === undefined ? sql`1 = 1` : sql`product = ${product}`;
  const rows = await inbox.read((m) =>
    select(
      m,
      sql`SELECT id, kind, received_at, code, sealed FROM halves
        WHERE kind IN ${listOf(REPLAYED)} AND ${ofCode} AND ${ofProduct} AND ${behind(after)}
        ORDER BY received_at, id LIMIT ${limit}`,
    ),
  );
  return rows.map((row) => ({ ...halfOf(row), code: String(row['code'] ?? '') }));
}

function behind(after: InboxPosition | undefined): Sql {
  if (after === undefined) return sql`1 = 1`;
  const { receivedAt, id } = after;
  return sql`(received_at > ${receivedAt} OR (received_at = ${receivedAt} AND id > ${id}))`;
}

function halfOf(row: Row): SealedHalf {
  return {
    id: bytesOf(row, 'id') ?? Buffer.alloc(0),
    kind: String(row['kind']),
    receivedAt: Number(row['received_at']),
    sealed: bytesOf(row, 'sealed') ?? Buffer.alloc(0),
  };
}

/** Where the next halves that a run carries lie behind a position, oldest first. */
export async function nextPositions(
  inbox: RoomDatabase,
  limit: number,
  after?: InboxPosition,
): Promise<readonly InboxPosition[]> {
  const rows = await inbox.read((m) =>
    select(
      m,
      sql`SELECT id, received_at FROM halves WHERE kind IN ${listOf(CARRIED)} AND ${behind(after)}
        ORDER BY received_at, id LIMIT ${limit}`,
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
  return rows.map(halfOf);
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
