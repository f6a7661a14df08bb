import { newId } from '@hearth/keys';
import type { Policy, Reader } from '@hearth/policy';
import { isUniqueViolation, lockForUpdate, selectIn, upsertRows } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { checkAssignment, checkPartner, customersNotFound, partnerNotFound } from '../domain/check-input';
import { PartnerFault } from '../domain/faults';
import type { AssignmentInput, PartnerInput } from '../domain/partner-records';
import type { PartnerStore } from '../domain/partner-store';
import { demandAction } from './demand';

/** The writing half of the store, for one client of the vendor's systems, which writes its own records only. */
export function createPartnerWrites(options: {
  readonly access: RoomDatabase;
  /** Tells who recorded a customer, and nothing else. */
  readonly personal: RoomDatabase;
  readonly policy: Policy;
  readonly reader: Reader;
}): Pick<PartnerStore, 'registerPartner' | 'assignCustomers' | 'endPartnership'> {
  const { access, personal, policy, reader } = options;
  return {
    registerPartner: async (input) => {
      demandAction(policy, reader, 'partner.record');
      const partner = checkPartner(input);
      const record = () => access.write((m) => recordPartner(m, reader.client, partner));
      // Two first registrations under one key can meet; the second then finds the first's row.
      return record().catch((error: unknown) => {
        if (isUniqueViolation(error)) return record();
        throw error;
      });
    },
    assignCustomers: async (input) => {
      demandAction(policy, reader, 'assignment.record');
      const assignment = checkAssignment(input);
      await demandOwnCustomers(personal, reader.client, assignment.customers);
      return access.write((m) => recordAssignments(m, reader.client, assignment));
    },
    endPartnership: async (partner, on) => {
      demandAction(policy, reader, 'partner.record');
      await access.write((m) => endContract(m, reader.client, partner, on));
    },
  };
}

/** Sets the contract's last day, which can come nearer and never go further: that is for a new contract. */
async function endContract(m: EntityManager, client: string, id: string, on: string): Promise<void> {
  const [partner] = await m.query<{ contract_ends_on: string | null }[]>(
    `SELECT contract_ends_on FROM partners WHERE id = ? AND recorded_by = ?${lockForUpdate(m)}`,
    [id, client],
  );
  if (!partner) throw partnerNotFound();
  if (partner.contract_ends_on !== null && partner.contract_ends_on < on) {
    throw new PartnerFault('BAD_INPUT', 'on', 'no later than the contract ends already');
  }
  await m.query('UPDATE partners SET contract_ends_on = ? WHERE id = ?', [on, id]);
  await republishAll(m, id);
}

/** A customer of another system's and one that does not exist are refused alike. */
async function demandOwnCustomers(
  personal: RoomDatabase,
  client: string,
  customers: readonly string[],
): Promise<void> {
  const own = await personal.read((m) =>
    selectIn<{ id: string }>(m, 'SELECT id FROM customers WHERE recorded_by = ? AND id', customers, '', {
      before: [client],
    }),
  );
  if (own.length !== customers.length) throw customersNotFound();
}

async function recordPartner(m: EntityManager, client: string, partner: PartnerInput): Promise<string> {
  const [known] = await m.query<{ id: string; contract_ends_on: string | null }[]>(
    `SELECT id, contract_ends_on FROM partners WHERE recorded_by = ? AND external_key = ?${lockForUpdate(m)}`,
    [client, partner.externalKey],
  );
  if (!known) {
    const id = newId('par');
    await m.query(
      'INSERT INTO partners (id, external_key, recorded_by, name, contract_ends_on) VALUES (?, ?, ?, ?, ?)',
      [id, partner.externalKey, client, partner.name, partner.contractEndsOn],
    );
    return id;
  }
  await m.query('UPDATE partners SET name = ?, contract_ends_on = ? WHERE id = ?', [
    partner.name,
    partner.contractEndsOn,
    known.id,
  ]);
  // The end of a contract is the end of every scope under it, so all of them are published again.
  if (known.contract_ends_on !== partner.contractEndsOn) await republishAll(m, known.id);
  return known.id;
}

async function republishAll(m: EntityManager, partner: string): Promise<void> {
  await m.query('UPDATE assignments SET revision = revision + 1 WHERE partner = ?', [partner]);
  const rows = await m.query<{ customer: string; revision: number | string }[]>(
    'SELECT customer, MAX(revision) AS revision FROM assignments WHERE partner = ? GROUP BY customer ORDER BY customer',
    [partner],
  );
  await putOut(
    m,
    rows.map((row) => [partner, row.customer, Number(row.revision)]),
  );
}

async function recordAssignments(m: EntityManager, client: string, input: AssignmentInput): Promise<number> {
  // The lock on the partner's row puts assignments of one partner in order, so that revisions only grow.
  const [partner] = await m.query<{ id: string }[]>(
    `SELECT id FROM partners WHERE id = ? AND recorded_by = ?${lockForUpdate(m)}`,
    [input.partner, client],
  );
  if (!partner) throw partnerNotFound();
  const known = await selectIn<{ customer: string; revision: number | string }>(
    m,
    'SELECT customer, revision FROM assignments WHERE partner = ? AND customer',
    input.customers,
    '',
    { before: [partner.id] },
  );
  const revisions = new Map<string, number>();
  for (const row of known) {
    revisions.set(row.customer, Math.max(revisions.get(row.customer) ?? 0, Number(row.revision)));
  }
  const next = (customer: string): number => (revisions.get(customer) ?? 0) + 1;
  await upsertRows(
    m,
    'assignments',
    ['partner', 'customer', 'role', 'recorded_by', 'starts_on', 'ends_on', 'revision'],
    input.customers.map((customer) => [
      partner.id,
      customer,
      input.role,
      client,
      input.startsOn,
      input.endsOn,
      next(customer),
    ]),
    { key: ['partner', 'customer', 'role'], update: ['recorded_by', 'starts_on', 'ends_on', 'revision'] },
  );
  await putOut(
    m,
    input.customers.map((customer) => [partner.id, customer, next(customer)]),
  );
  return input.customers.length;
}

function putOut(m: EntityManager, rows: readonly (readonly unknown[])[]): Promise<void> {
  return upsertRows(m, 'outbox', ['partner', 'customer', 'revision'], rows, {
    key: ['partner', 'customer'],
    update: { revision: 'max' },
  });
}
