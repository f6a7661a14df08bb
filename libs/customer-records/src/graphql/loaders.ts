import DataLoader from 'dataloader';
import type { CaseStore } from '../domain/case-store';
import type { ConsentRecord } from '../domain/consents';
import type { CustomerStore } from '../domain/customer-store';
import type { AgreementRecord, ContactRecord, CustomerRecord, EntitlementRecord } from '../domain/records';
import type { ReferenceRecord } from '../domain/references';
import { readerError } from './reader-errors';

/** Gathers what the fields of one request ask for, so that a page costs the same number of statements whatever its length. */
export interface Loaders {
  readonly customer: DataLoader<string, CustomerRecord | undefined>;
  readonly contact: DataLoader<string, ContactRecord | undefined>;
  readonly agreement: DataLoader<string, AgreementRecord | undefined>;
  readonly agreements: DataLoader<string, readonly AgreementRecord[]>;
  readonly entitlements: DataLoader<string, readonly EntitlementRecord[]>;
  readonly consents: DataLoader<string, readonly ConsentRecord[]>;
  readonly references: DataLoader<string, readonly ReferenceRecord[]>;
  readonly address: DataLoader<string, string | undefined>;
  /** One loader for each way of paging that the request names: all customers of a page are paged alike. */
  contacts(limit: number, afterId?: string): DataLoader<string, readonly ContactRecord[]>;
}

function loaderOf<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): DataLoader<string, V | undefined> {
  return new DataLoader(async (keys) => {
    try {
      const found = await read(keys);
      return keys.map((key) => found.get(key));
    } catch (error) {
      throw readerError(error);
    }
  });
}

function listLoaderOf<V>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, readonly V[]>>,
): DataLoader<string, readonly V[]> {
  return new DataLoader(async (keys) => {
    try {
      const found = await read(keys);
      return keys.map((key) => found.get(key) ?? []);
    } catch (error) {
      throw readerError(error);
    }
  });
}

/** Fresh loaders for one request: nothing read for one reader is ever given to another. */
export function createLoaders(store: CustomerStore, cases: CaseStore): Loaders {
  const contacts = new Map<string, DataLoader<string, readonly ContactRecord[]>>();
  return {
    customer: loaderOf((ids) => store.customersById(ids)),
    contact: loaderOf((ids) => store.contactsById(ids)),
    agreement: loaderOf((ids) => store.agreementsById(ids)),
    agreements: listLoaderOf((customers) => store.agreementsOf(customers)),
    entitlements: listLoaderOf((agreements) => store.entitlementsOf(agreements)),
    consents: listLoaderOf((customers) => cases.consentsOf(customers)),
    references: listLoaderOf((customers) => cases.referencesOf(customers)),
    address: loaderOf((installations) => store.addressesOf(installations)),
    contacts(limit, afterId) {
      const way = `${limit} ${afterId ?? ''}`;
      const loader =
        contacts.get(way) ?? listLoaderOf((customers) => store.contactsOf(customers, limit, afterId));
      contacts.set(way, loader);
      return loader;
    },
  };
}
