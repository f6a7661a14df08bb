import type { Policy, Reader } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { Issuer } from '@hearth/tokens';

/** What the store of clients and tokens is made of. */
export interface ClientStoreOptions {
  readonly access: RoomDatabase;
  /** Tells whether a customer is there, and nothing else. */
  readonly personal: RoomDatabase;
  readonly policy: Policy;
  readonly reader: Reader;
  readonly issuer: Issuer;
  /** UTC milliseconds. */
  readonly now: () => number;
}
