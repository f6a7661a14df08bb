import { newId } from '@hearth/keys';
import type { Category, Policy, Reader } from '@hearth/policy';
import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { checkOrder, demandCategories } from '../domain/check-order';
import type { CourtOrderInput, CourtOrderRecord, CourtOrderStore } from '../domain/court-orders';
import { PartnerFault } from '../domain/faults';
import { demandAction, demandCategory } from './demand';
import { moveStamp } from './stamp';

/** The store of court orders, for one reader. */
export function createOrderStore(options: {
  readonly access: RoomDatabase;
  /** Tells whether customers are there, and nothing else. */
  readonly personal: RoomDatabase;
  readonly policy: Policy;
  readonly reader: Reader;
  /** UTC milliseconds. */
  readonly now: () => number;
}): CourtOrderStore {
  const { access, personal, policy, reader, now } = options;
  return {
    openCourtOrder: async (input) => {
      demandAction(policy, reader, 'order.open');
      const order = checkOrder(input, policy, now());
      await demandCustomers(personal, order.customers);
      const id = newId('ord');
      return access.write(async (m) => {
        await demandPersons(m, order, reader.client);
        return insertOrder(m, id, order, reader.client, now());
      });
    },

    approveCourtOrder: async (id) => {
      demandAction(policy, reader, 'order.approve');
      return access.write(async (m) => {
        await moveStamp(m);
        const order = await openOrder(m, id);
        if (order.approvedAt !== null)
          throw new PartnerFault('BAD_INPUT', 'id', 'an order that is not approved yet');
        if (order.openedBy === reader.client) {
          throw new PartnerFault('BAD_INPUT', 'id', 'approved by another client than the one that opened it');
        }
        if (order.untilAt <= now())
          throw new PartnerFault('BAD_INPUT', 'id', 'an order whose time is not over');
        demandCategories(order.categories, policy);
        await demandPersons(m, order, reader.client);
        const at = now();
        await m.query('UPDATE court_orders SET approved_by = ?, approved_at = ?, revision = 1 WHERE id = ?', [
          reader.client,
          at,
          id,
        ]);
        return { ...order, approvedBy: reader.client, approvedAt: at };
      });
    },

    closeCourtOrder: async (id) => {
      demandAction(policy, reader, 'order.close');
      return access.write(async (m) => {
        await moveStamp(m);
        const order = await openOrder(m, id);
        const at = now();
        // An order that was never approved has no scopes to take back.
        await m.query(
          `UPDATE court_orders SET closed_by = ?, closed_at = ?, revision = 2${
            order.approvedAt === null ? ', published = 2' : ''
          } WHERE id = ?`,
          [reader.client, at, id],
        );
        return { ...order, closedBy: reader.client, closedAt: at };
      });
    },

    courtOrders: async (limit, afterId) => {
      demandCategory(policy, reader, 'access.order');
      const rows = await access.read((m) =>
        m.query<OrderRow[]>('SELECT * FROM court_orders WHERE id > ? ORDER BY id LIMIT ?', [
          afterId ?? '',
          limit,
        ]),
      );
      return rows.map(toOrder);
    },
  };
}

async function demandCustomers(personal: RoomDatabase, customers: readonly string[]): Promise<void> {
  const found = await personal.read((m) =>
    selectIn<{ id: string }>(m, 'SELECT id FROM customers WHERE id', customers),
  );
  if (found.length !== customers.length) {
    throw new PartnerFault('NOT_FOUND', 'customers', 'one is no customer that is recorded');
  }
}

/** Who is named is a registered client for court orders, and neither opens nor approves what is for itself. */
async function demandPersons(m: EntityManager, order: CourtOrderInput, approver: string): Promise<void> {
  const found = await selectIn<{ id: string }>(
    m,
    "SELECT id FROM clients WHERE audience = 'court-order' AND revoked_at IS NULL AND id",
    order.persons,
  );
  if (found.length !== order.persons.length || order.persons.includes(approver)) {
    throw new PartnerFault('NOT_FOUND', 'persons', 'one is no client that is registered for court orders');
  }
}

async function insertOrder(
  m: EntityManager,
  id: string,
  order: CourtOrderInput,
  openedBy: string,
  openedAt: number,
): Promise<CourtOrderRecord> {
  await m.query(
    `INSERT INTO court_orders (id, case_reference, persons, customers, categories, from_at, until_at, sealed_until,
       opened_by, opened_at, revision, published) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
    [
      id,
      order.caseReference,
      JSON.stringify(order.persons),
      JSON.stringify(order.customers),
      JSON.stringify(order.categories),
      order.fromAt,
      order.untilAt,
      order.sealedUntil,
      openedBy,
      openedAt,
    ],
  );
  const untouched = { approvedBy: null, approvedAt: null, closedBy: null, closedAt: null };
  return { ...order, id, openedBy, openedAt, ...untouched };
}

async function openOrder(m: EntityManager, id: string): Promise<CourtOrderRecord> {
  const [row] = await m.query<OrderRow[]>('SELECT * FROM court_orders WHERE id = ? AND closed_at IS NULL', [
    id,
  ]);
  if (row === undefined) throw new PartnerFault('NOT_FOUND', 'id', 'no court order that is open');
  return toOrder(row);
}

type Instant = number | string;

interface OrderRow {
  readonly id: string;
  readonly case_reference: string;
  readonly persons: string;
  readonly customers: string;
  readonly categories: string;
  readonly from_at: Instant;
  readonly until_at: Instant;
  readonly sealed_until: Instant | null;
  readonly opened_by: string;
  readonly opened_at: Instant;
  readonly approved_by: string | null;
  readonly approved_at: Instant | null;
  readonly closed_by: string | null;
  readonly closed_at: Instant | null;
}

const instant = (value: Instant | null): number | null => (value === null ? null : Number(value));

function toOrder(row: OrderRow): CourtOrderRecord {
  return {
    id: row.id,
    caseReference: row.case_reference,
    persons: JSON.parse(row.persons) as string[],
    customers: JSON.parse(row.customers) as string[],
    categories: JSON.parse(row.categories) as Category[],
    fromAt: Number(row.from_at),
    untilAt: Number(row.until_at),
    sealedUntil: instant(row.sealed_until),
    openedBy: row.opened_by,
    openedAt: Number(row.opened_at),
    approvedBy: row.approved_by,
    approvedAt: instant(row.approved_at),
    closedBy: row.closed_by,
    closedAt: instant(row.closed_at),
  };
}
