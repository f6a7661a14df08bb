import { insertRows, isUniqueViolation, lockForUpdate } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { PublishScopesOptions, ScopePublication } from './publish-scopes';

// As many as one run looks at; the next run takes the rest.
const ORDERS_PER_RUN = 100;

interface WaitingOrder {
  readonly id: string;
  readonly revision: number;
  /** UTC milliseconds: the order's end, or when it was closed before it. */
  readonly until: number;
  readonly customers: readonly string[];
  readonly categories: readonly string[];
}

/**
 * Carries court orders that were approved and have begun, and those that were closed, into the scopes of the access and
 * personal rooms: one row per customer and category, under the order's id. Each step can be repeated, and an older one never
 * opens again what a newer has closed.
 */
export async function publishOrders(options: PublishScopesOptions): Promise<ScopePublication> {
  const { access, personal, now, onPublished } = options;
  const touched = new Set<string>();
  for (const order of await waitingOrders(access, now())) {
    await writeScopes(access, order);
    await writeScopes(personal, order);
    await onPublished?.(order.customers);
    await access.write((m) =>
      m.query('UPDATE court_orders SET published = ? WHERE id = ? AND published < ?', [
        order.revision,
        order.id,
        order.revision,
      ]),
    );
    order.customers.forEach((customer) => touched.add(customer));
  }
  return { customers: [...touched] };
}

async function waitingOrders(access: RoomDatabase, at: number): Promise<readonly WaitingOrder[]> {
  interface Row {
    readonly id: string;
    readonly customers: string;
    readonly categories: string;
    readonly until_at: number | string;
    readonly closed_at: number | string | null;
    readonly revision: number;
  }
  const rows = await access.read((m) =>
    m.query<Row[]>(
      `SELECT id, customers, categories, until_at, closed_at, revision FROM court_orders
       WHERE revision > published AND approved_at IS NOT NULL AND (from_at <= ? OR closed_at IS NOT NULL)
       ORDER BY id LIMIT ?`,
      [at, ORDERS_PER_RUN],
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    revision: Number(row.revision),
    until: Math.min(Number(row.until_at), Number(row.closed_at ?? row.until_at)),
    customers: JSON.parse(row.customers) as string[],
    categories: JSON.parse(row.categories) as string[],
  }));
}

async function writeScopes(room: RoomDatabase, order: WaitingOrder): Promise<void> {
  const write = () => room.write((m) => writeOrder(m, order));
  // Where another process wrote the first rows in the same moment, the second look finds them there.
  await write().catch((error: unknown) => {
    if (isUniqueViolation(error)) return write();
    throw error;
  });
}

async function writeOrder(m: EntityManager, order: WaitingOrder): Promise<void> {
  const standing = await m.query<{ customer: string; category: string }[]>(
    `SELECT customer, category FROM scope WHERE party = ?${lockForUpdate(m)}`,
    [order.id],
  );
  await m.query('UPDATE scope SET until_at = ?, version = ? WHERE party = ? AND version < ?', [
    order.until,
    order.revision,
    order.id,
    order.revision,
  ]);
  const there = new Set(standing.map(({ customer, category }) => `${customer} ${category}`));
  const fresh = order.customers.flatMap((customer) =>
    order.categories
      .filter((category) => !there.has(`${customer} ${category}`))
      .map((category) => [order.id, customer, category, order.until, order.revision]),
  );
  await insertRows(m, 'scope', ['party', 'customer', 'category', 'until_at', 'version'], fresh);
}
