import { unwrapCommitmentKey } from '@hearth/keys';
import { categoriesIn, commitmentMonth, commitmentOf } from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import type { Category } from '@hearth/policy';
import type { Exposure } from '../domain/release-log';

const STEP = 2_000;

interface EntryPart {
  readonly seq: unknown;
  readonly at: unknown;
  readonly type: string;
  readonly categories: Uint8Array;
}

/** Whom a token has read of, by the entries that name it and the keys of the customers who are still known. */
export async function exposureOf(access: RoomDatabase, master: Buffer, token: string): Promise<Exposure> {
  const times: number[] = [];
  const types = new Set<string>();
  const categories = new Set<Category>();
  const months = new Set<string>();
  let entries = 0;
  for (let after = 0; ;) {
    const rows = await access.read((m) =>
      m.query<EntryPart[]>(
        'SELECT seq, at, type, categories FROM release_entries WHERE token = ? AND seq > ? ORDER BY seq LIMIT ?',
        [token, after, STEP],
      ),
    );
    for (const { at, type, categories: bitmap } of rows) {
      const instant = Number(at);
      times[0] = Math.min(times[0] ?? instant, instant);
      times[1] = Math.max(times[1] ?? instant, instant);
      types.add(type);
      months.add(commitmentMonth(instant));
      for (const category of categoriesIn(bitmap)) categories.add(category);
    }
    entries += rows.length;
    if (rows.length < STEP) break;
    after = Number(rows.at(-1)?.seq);
  }
  const { customers, unattributed } = await attributed(access, master, token, months);
  return {
    entries,
    firstAt: times[0] ?? null,
    lastAt: times[1] ?? null,
    types: [...types].sort(),
    categories: [...categories].sort(),
    customers,
    unattributed,
  };
}

async function attributed(
  access: RoomDatabase,
  master: Buffer,
  token: string,
  months: ReadonlySet<string>,
): Promise<Pick<Exposure, 'customers' | 'unattributed'>> {
  const rows = await access.read((m) =>
    m.query<{ commitment: Uint8Array }[]>(
      `SELECT DISTINCT c.commitment FROM release_entries e
       JOIN release_customers c ON c.writer = e.writer AND c.idx = e.idx WHERE e.token = ?`,
      [token],
    ),
  );
  const open = new Set(rows.map(({ commitment }) => Buffer.from(commitment).toString('hex')));
  const customers: string[] = [];
  for (let after = ''; open.size > 0;) {
    const keys = await access.read((m) =>
      m.query<{ customer: string; wrapped: Uint8Array }[]>(
        'SELECT customer, wrapped FROM commitment_keys WHERE customer > ? ORDER BY customer LIMIT ?',
        [after, STEP],
      ),
    );
    for (const { customer, wrapped } of keys) {
      const key = unwrapCommitmentKey(master, wrapped, customer);
      const found = [...months].filter((month) => open.delete(commitmentOf(key, month).toString('hex')));
      if (found.length > 0) customers.push(customer);
    }
    if (keys.length < STEP) break;
    after = keys.at(-1)?.customer ?? after;
  }
  return { customers, unattributed: open.size };
}
