import { createDataKey, unwrapCommitmentKey, wrapCommitmentKey } from '@hearth/keys';
import type { KeyRing } from '@hearth/keys';
import {
  appendLeaf,
  CHAIN_START,
  commitmentMonth,
  commitmentOf,
  EMPTY_FRONTIER,
  entriesOf,
  ENTRY_COLUMNS,
  entryRow,
  frontierRoot,
  HEAD_COLUMNS,
  headRow,
  signHead,
} from '@hearth/release-record';
import type { MerkleFrontier, Release, ReleaseEntry } from '@hearth/release-record';
import { insertRows } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';

/**
 * Writes releases as a gateway of this name would: chained, committed and signed, with a head half-way. `access` is of the
 * account gateway. `keptFrom` leaves out the entries before it, as retention does.
 */
export async function writeReleases(
  access: RoomDatabase,
  keys: KeyRing,
  writer: string,
  releases: readonly Release[],
  keptFrom = 0,
): Promise<readonly ReleaseEntry[]> {
  const master = keys.get('commitment-master');
  return access.write(async (m) => {
    const rows = await m.query<{ customer: string; wrapped: Uint8Array }[]>(
      'SELECT customer, wrapped FROM commitment_keys',
    );
    const known = new Map(
      rows.map(({ customer, wrapped }) => [customer, unwrapCommitmentKey(master, wrapped, customer)]),
    );
    for (const customer of new Set(releases.flatMap(({ types }) => types.flatMap((one) => one.customers)))) {
      if (known.has(customer)) continue;
      const key = createDataKey();
      known.set(customer, key);
      const wrapped = wrapCommitmentKey(master, key, customer);
      await insertRows(m, 'commitment_keys', ['customer', 'wrapped'], [[customer, wrapped]]);
    }
    const entries: ReleaseEntry[] = [];
    for (const [number, release] of releases.entries()) {
      const end = { size: entries.length, hash: entries.at(-1)?.hash ?? CHAIN_START };
      const month = commitmentMonth(release.at);
      const requestId = Buffer.alloc(16, number);
      entries.push(
        ...entriesOf(release, { writer, end, requestId }, (id) =>
          commitmentOf(known.get(id) as Buffer, month),
        ),
      );
    }
    await insertRows(m, 'release_entries', ENTRY_COLUMNS, entries.slice(keptFrom).map(entryRow));
    await insertRows(
      m,
      'release_customers',
      ['writer', 'idx', 'commitment'],
      entries.slice(keptFrom).flatMap((entry) => entry.customers.map((one) => [writer, entry.index, one])),
    );
    for (const size of new Set([Math.ceil(entries.length / 2), entries.length])) {
      const part = entries.slice(0, size);
      const frontier = part.reduce<MerkleFrontier>((f, { hash }) => appendLeaf(f, hash), EMPTY_FRONTIER);
      const last = part.at(-1) as ReleaseEntry;
      const head = {
        writer,
        size,
        root: frontierRoot(frontier),
        chainHash: last.hash,
        at: last.at,
        links: [],
      };
      const signed = signHead(head, keys.get('release-signing'));
      await insertRows(m, 'release_heads', HEAD_COLUMNS, [headRow(signed, frontier)]);
    }
    return entries;
  });
}
