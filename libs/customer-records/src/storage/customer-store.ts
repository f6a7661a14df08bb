import type { KeyRing } from '@hearth/keys';
import type { Policy, Reader } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { CustomerStore } from '../domain/customer-store';
import { accessOf } from '../domain/row-access';
import { agreementsById, agreementsOf, entitlementsOf } from './agreement-reader';
import { contactsById, contactsOf } from './contact-reader';
import type { ReadingParts } from './customer-reader';
import { customersById, pageOfCustomers } from './customer-reader';
import { FieldCipher } from './field-cipher';
import { Guard } from './guard';
import { addressesOf } from './sighting-reader';

export interface StoreParts {
  readonly personal: RoomDatabase;
  readonly keys: KeyRing;
  readonly policy: Policy;
  readonly reader: Reader;
  readonly now: () => number;
}

/** The most ids in one IN list; a batch beyond it takes several statements. */
const IDS_PER_STATEMENT = 500;

/** Reads by ids, as many to a statement as it takes. */
export async function inChunks<V>(
  ids: readonly string[],
  read: (chunk: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): Promise<ReadonlyMap<string, V>> {
  const unique = [...new Set(ids)];
  const found = new Map<string, V>();
  for (let start = 0; start < unique.length; start += IDS_PER_STATEMENT) {
    const chunk = await read(unique.slice(start, start + IDS_PER_STATEMENT));
    chunk.forEach((value, id) => found.set(id, value));
  }
  return found;
}

/** What reading for this reader needs, with the moment of each asking. */
export function readingPartsOf(o: StoreParts): () => ReadingParts {
  const access = accessOf(o.policy, o.reader);
  const cipher = new FieldCipher(o.keys.get('customer-master'));
  const nameIndexKey = o.keys.get('name-index');
  return () => ({ guard: new Guard(access, o.now()), cipher, nameIndexKey });
}

/** The store for one reader; made anew for each request, so that scopes are judged by the moment of asking. */
export function createCustomerStore(o: StoreParts): CustomerStore {
  const { personal, reader } = o;
  const parts = readingPartsOf(o);
  return {
    customers: (query) => personal.read((m) => pageOfCustomers(parts(), m, query)),
    customersById: (ids) => inChunks(ids, (chunk) => personal.read((m) => customersById(parts(), m, chunk))),
    async self() {
      const { customer } = reader;
      if (reader.audience !== 'customer' || customer === undefined) return undefined;
      return (await personal.read((m) => customersById(parts(), m, [customer]))).get(customer);
    },
    contactsOf: (customers, limit, afterId) =>
      inChunks(customers, (chunk) => personal.read((m) => contactsOf(parts(), m, chunk, limit, afterId))),
    contactsById: (ids) => inChunks(ids, (chunk) => personal.read((m) => contactsById(parts(), m, chunk))),
    agreementsById: (ids) =>
      inChunks(ids, (chunk) => personal.read((m) => agreementsById(parts(), m, chunk))),
    agreementsOf: (customers) =>
      inChunks(customers, (chunk) => personal.read((m) => agreementsOf(parts(), m, chunk))),
    entitlementsOf: (agreements) =>
      inChunks(agreements, (chunk) => personal.read((m) => entitlementsOf(parts(), m, chunk))),
    addressesOf: (installations) =>
      inChunks(installations, (chunk) => personal.read((m) => addressesOf(parts(), m, chunk))),
  };
}
