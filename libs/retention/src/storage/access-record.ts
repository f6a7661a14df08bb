import type { RoomDatabase } from '@hearth/storage';
import type { Instants, Removal } from '../domain/removal';
import { ROWS_AT_ONCE } from '../domain/removal';

interface Segment {
  readonly writer: string;
  /** The first entry there is. */
  readonly first: number;
  /** How many entries the head stands behind: the chain begins with this one when the segment has gone. */
  readonly head: number;
}

/**
 * The record of releases, from the beginning of each writer's chain: whole segments between two signed heads, each in one
 * transaction. The head behind the last of them stays, with the right edge of its tree, and is what the rest is verified from; it is
 * as old as what goes, by which a verifier tells that nothing went early. An entry in front of no head stays until one is behind it.
 */
export const RECORD_REMOVAL: Removal = {
  class: 'release-record',
  room: 'access',
  table: 'release_entries',
  async *remove(access, at) {
    for (const writer of await writers(access)) {
      const end = await endOfExpired(access, writer, at);
      for (;;) {
        const segment = await firstSegment(access, writer, { to: end, cutOff: at.cutOff });
        if (segment === undefined) break;
        await removeSegment(access, segment);
        yield segment.head - segment.first;
      }
    }
  },
  async count(access, at) {
    let entries = 0;
    for (const writer of await writers(access)) {
      const first = await firstEntry(access, writer);
      if (first === undefined) continue;
      const within = { from: first, to: await endOfExpired(access, writer, at), cutOff: at.cutOff };
      entries += ((await headWithin(access, writer, 'MAX', within)) ?? first) - first;
    }
    return entries;
  },
};

/** The writers of heads, one look-up each: heads are many, and writers few. */
async function writers(access: RoomDatabase): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const [row] = await access.read((m) =>
      m.query<{ writer: string | null }[]>(
        'SELECT MIN(writer) AS writer FROM release_heads WHERE writer > ?',
        [found.at(-1) ?? ''],
      ),
    );
    if (row?.writer == null) return found;
    found.push(row.writer);
  }
}

/** The first entry of a chain that has not expired; beyond all where every one has. */
async function endOfExpired(access: RoomDatabase, writer: string, { cutOff }: Instants): Promise<number> {
  const [row] = await access.read((m) =>
    m.query<{ idx: number | string }[]>(
      'SELECT idx FROM release_entries WHERE writer = ? AND at > ? ORDER BY idx LIMIT 1',
      [writer, cutOff],
    ),
  );
  return row === undefined ? Number.MAX_SAFE_INTEGER : Number(row.idx);
}

async function firstEntry(access: RoomDatabase, writer: string): Promise<number | undefined> {
  const [row] = await access.read((m) =>
    m.query<{ idx: number | string }[]>(
      'SELECT idx FROM release_entries WHERE writer = ? ORDER BY idx LIMIT 1',
      [writer],
    ),
  );
  return row === undefined ? undefined : Number(row.idx);
}

async function headWithin(
  access: RoomDatabase,
  writer: string,
  which: 'MIN' | 'MAX',
  { from, to, cutOff }: { readonly from: number; readonly to: number; readonly cutOff: number },
): Promise<number | undefined> {
  const [row] = await access.read((m) =>
    m.query<{ size: number | string | null }[]>(
      `SELECT ${which}(size) AS size FROM release_heads WHERE writer = ? AND size > ? AND size <= ? AND at <= ?`,
      [writer, from, to, cutOff],
    ),
  );
  return row === undefined || row.size === null ? undefined : Number(row.size);
}

/** The next segment to go: up to the first head behind as many entries as one transaction takes, or the last head there is. */
async function firstSegment(
  access: RoomDatabase,
  writer: string,
  within: { readonly to: number; readonly cutOff: number },
): Promise<Segment | undefined> {
  const first = await firstEntry(access, writer);
  if (first === undefined) return undefined;
  const head =
    (await headWithin(access, writer, 'MIN', { ...within, from: first + ROWS_AT_ONCE - 1 })) ??
    (await headWithin(access, writer, 'MAX', { ...within, from: first }));
  return head === undefined ? undefined : { writer, first, head };
}

async function removeSegment(access: RoomDatabase, { writer, head }: Segment): Promise<void> {
  await access.write(async (m) => {
    await m.query('DELETE FROM release_customers WHERE writer = ? AND idx < ?', [writer, head]);
    await m.query('DELETE FROM release_entries WHERE writer = ? AND idx < ?', [writer, head]);
    // What these stood behind is gone. The head itself is where the chain begins now.
    await m.query('DELETE FROM release_heads WHERE writer = ? AND size < ?', [writer, head]);
  });
}
