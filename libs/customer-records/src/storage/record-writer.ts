import type { KeyRing } from '@hearth/keys';
import { createDataKey, licenceHash, newId, wrapDataKey } from '@hearth/keys';
import type { Action, Policy, Reader } from '@hearth/policy';
import { decideAction } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows, isUniqueViolation, lockForUpdate } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { RecordWriter } from '../domain/customer-store';
import { AccessRefused, RecordsFault } from '../domain/faults';
import { AGREEMENTS_PER_CUSTOMER_MAX, LICENCE_HINT_LENGTH } from '../domain/limits';
import type { AgreementInput, ContactInput, CustomerInput } from '../domain/record-inputs';
import { checkAgreement, checkContact, checkCustomer } from '../domain/record-inputs';
import { nameIndex } from './customer-reader';
import { recordDigest, wasErased } from './erasure';
import { FieldCipher } from './field-cipher';
import { markChanged } from './outbox';
import { writeRow } from './row-writer';
import type { Row } from './sql';
import { bytesOf, run, select, Sql, sql } from './sql';

export interface WriterParts {
  readonly personal: RoomDatabase;
  readonly keys: KeyRing;
  readonly policy: Policy;
  readonly reader: Reader;
  readonly now: () => number;
}

/** The writer for one client: it finds and changes what that client recorded, and nothing else. */
export function createRecordWriter(o: WriterParts): RecordWriter {
  const act = async <T>(action: Action, write: (m: EntityManager) => Promise<T>): Promise<T> => {
    const decision = decideAction(o.policy, o.reader, action);
    if (!decision.allowed) throw new AccessRefused(decision, undefined, action);
    try {
      return await o.personal.write(write);
    } catch (error) {
      // Two first writes of one external key: the second now finds the row that the first made.
      if (isUniqueViolation(error)) return o.personal.write(write);
      throw error;
    }
  };
  return {
    async recordCustomer(input) {
      const checked = checkCustomer(input);
      return act('customer.record', (m) => writeCustomer(o, m, checked));
    },
    async recordContact(input) {
      const checked = checkContact(input);
      return act('contact.record', (m) => writeContact(o, m, checked));
    },
    async recordAgreement(input) {
      const checked = checkAgreement(input);
      return act('agreement.record', (m) => writeAgreement(o, m, checked));
    },
  };
}

const locking = (m: EntityManager): Sql => new Sql(lockForUpdate(m), []);

function dataKeyOf(cipher: FieldCipher, customer: string, row: Row): Buffer {
  const wrapped = bytesOf(row, 'wrapped');
  // An erased customer keeps its row and loses its key; nothing may be written to it again.
  if (wrapped === null) throw unknownCustomer();
  return cipher.dataKey(customer, wrapped);
}

/** What is another's and what does not exist are the same answer. */
function unknownCustomer(): RecordsFault {
  return new RecordsFault('NOT_FOUND', 'customer', 'no customer with this id that this client recorded');
}

async function writeCustomer(o: WriterParts, m: EntityManager, input: CustomerInput): Promise<string> {
  const cipher = new FieldCipher(o.keys.get('customer-master'));
  const [found] = await select(
    m,
    sql`SELECT c.id, k.wrapped FROM customers c LEFT JOIN data_keys k ON k.customer = c.id
      WHERE c.recorded_by = ${o.reader.client} AND c.external_key = ${input.externalKey}${locking(m)}`,
  );
  const digest = recordDigest(o.keys.get('name-index'), o.reader.client, input.externalKey);
  if (found === undefined && (await wasErased(m, digest))) {
    throw new RecordsFault('CONFLICT', 'externalKey', 'the customer of this key was erased');
  }
  const id = found === undefined ? newId('cus') : String(found['id']);
  const dataKey = found === undefined ? createDataKey() : dataKeyOf(cipher, id, found);
  const now = o.now();
  const values = {
    company_name: cipher.seal(dataKey, input.companyName, {
      table: 'customers',
      column: 'company_name',
      row: id,
    }),
    name_index: nameIndex(o.keys.get('name-index'), input.companyName),
    industry: input.industry ?? null,
    country: input.country ?? null,
    size_band: input.sizeBand ?? null,
    updated_at: now,
  };
  const fixed = { external_key: input.externalKey, recorded_by: o.reader.client, created_at: now };
  await writeRow(m, 'customers', id, values, found === undefined ? fixed : undefined);
  if (found === undefined) {
    const wrapped = wrapDataKey(o.keys.get('customer-master'), dataKey, id);
    await insertRows(m, 'data_keys', ['customer', 'wrapped'], [[id, wrapped]]);
  }
  await markChanged(m, id, now);
  return id;
}

/** The data key of a customer that this client recorded, its row locked until the unit ends. */
async function ownCustomer(
  o: WriterParts,
  m: EntityManager,
  cipher: FieldCipher,
  id: string,
): Promise<Buffer> {
  const [row] = await select(
    m,
    sql`SELECT c.id, k.wrapped FROM customers c LEFT JOIN data_keys k ON k.customer = c.id
      WHERE c.id = ${id} AND c.recorded_by = ${o.reader.client}${locking(m)}`,
  );
  if (row === undefined) throw unknownCustomer();
  return dataKeyOf(cipher, id, row);
}

async function writeContact(o: WriterParts, m: EntityManager, input: ContactInput) {
  const { customer, externalKey } = input;
  const cipher = new FieldCipher(o.keys.get('customer-master'));
  const dataKey = await ownCustomer(o, m, cipher, customer);
  const [found] = await select(
    m,
    sql`SELECT id FROM contacts WHERE customer = ${customer} AND external_key = ${externalKey}`,
  );
  const id = found === undefined ? newId('con') : String(found['id']);
  const seal = (column: string, plain: string) =>
    cipher.seal(dataKey, plain, { table: 'contacts', column, row: id });
  const values = {
    name: seal('name', input.name),
    email: seal('email', input.email),
    role: input.role === undefined ? null : seal('role', input.role),
  };
  await writeRow(
    m,
    'contacts',
    id,
    values,
    found === undefined ? { customer, external_key: externalKey } : undefined,
  );
  return { id, customer };
}

async function writeAgreement(o: WriterParts, m: EntityManager, input: AgreementInput) {
  const { customer, externalKey, licenceKey } = input;
  const cipher = new FieldCipher(o.keys.get('customer-master'));
  const dataKey = await ownCustomer(o, m, cipher, customer);
  const known = await select(m, sql`SELECT id, external_key FROM agreements WHERE customer = ${customer}`);
  const found = known.find((row) => row['external_key'] === externalKey);
  if (found === undefined && known.length >= AGREEMENTS_PER_CUSTOMER_MAX) {
    throw new RecordsFault('BAD_INPUT', 'customer', `at most ${AGREEMENTS_PER_CUSTOMER_MAX} agreements`);
  }
  const id = found === undefined ? newId('agr') : String(found['id']);
  const hash = licenceHash(o.keys.get('licence-lookup'), licenceKey);
  const [taken] = await select(m, sql`SELECT id FROM agreements WHERE licence_hash = ${hash}`);
  if (taken !== undefined && taken['id'] !== id) {
    throw new RecordsFault('CONFLICT', 'licenceKey', 'another agreement has it');
  }
  const seal = (column: string, plain: string) =>
    cipher.seal(dataKey, plain, { table: 'agreements', column, row: id });
  const values = {
    order_number: seal('order_number', input.orderNumber),
    edition: input.edition,
    starts_on: input.startsOn,
    ends_on: input.endsOn ?? null,
    licence_key: seal('licence_key', licenceKey),
    licence_hash: hash,
    licence_hint: seal('licence_hint', licenceKey.slice(-LICENCE_HINT_LENGTH)),
    needs_confirmation: input.installationConfirmation === 'REQUIRED' ? 1 : 0,
  };
  const fixed = { customer, external_key: externalKey };
  await writeRow(m, 'agreements', id, values, found === undefined ? fixed : undefined);
  await replaceEntitlements(m, id, input);
  await markChanged(m, customer, o.now());
  return { id, customer };
}

async function replaceEntitlements(
  m: EntityManager,
  agreement: string,
  input: AgreementInput,
): Promise<void> {
  await run(m, sql`DELETE FROM entitlements WHERE agreement = ${agreement}`);
  await insertRows(
    m,
    'entitlements',
    ['agreement', 'metric', 'limit_value', 'measure', 'period', 'tolerance_percent'],
    input.entitlements.map((e) => [agreement, e.metric, e.limit, e.measure, e.period, e.tolerancePercent]),
  );
}
