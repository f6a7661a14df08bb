import type { CustomerPosition, CustomerQuery } from './customer-query';
import type { AgreementRecord, ContactRecord, CustomerRecord, EntitlementRecord } from './records';
import type { AgreementInput, ContactInput, CustomerInput } from './record-inputs';

/** A customer at its place in a page: what a cursor to it must remember. */
export interface PlacedCustomer {
  readonly record: CustomerRecord;
  readonly position: CustomerPosition;
}

/**
 * The third door: everything one reader may have of the customer records, and nothing else. The store is made for one reader
 * under one policy and decides on its own evidence; it trusts no caller to have asked before. What a reader may not see
 * and what does not exist are answered alike. A refused category throws AccessRefused.
 */
export interface CustomerStore {
  customers(query: CustomerQuery): Promise<readonly PlacedCustomer[]>;
  customersById(ids: readonly string[]): Promise<ReadonlyMap<string, CustomerRecord>>;
  /** The customer that the reader itself is, for self-access alone. */
  self(): Promise<CustomerRecord | undefined>;
  /** The first `limit` contacts of each customer, by id, beginning after `afterId`. */
  contactsOf(
    customers: readonly string[],
    limit: number,
    afterId?: string,
  ): Promise<ReadonlyMap<string, readonly ContactRecord[]>>;
  contactsById(ids: readonly string[]): Promise<ReadonlyMap<string, ContactRecord>>;
  agreementsOf(customers: readonly string[]): Promise<ReadonlyMap<string, readonly AgreementRecord[]>>;
  agreementsById(ids: readonly string[]): Promise<ReadonlyMap<string, AgreementRecord>>;
  entitlementsOf(agreements: readonly string[]): Promise<ReadonlyMap<string, readonly EntitlementRecord[]>>;
  /** The address of the latest sighting of each installation (32 hexadecimal digits), of the customers of the reader. */
  addressesOf(installations: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Writing, for the vendor's own systems: each upserts by the client's own external key and gives the id of the record. */
export interface RecordWriter {
  recordCustomer(input: CustomerInput): Promise<string>;
  recordContact(input: ContactInput): Promise<{ readonly id: string; readonly customer: string }>;
  recordAgreement(input: AgreementInput): Promise<{ readonly id: string; readonly customer: string }>;
}
