import type { KeyRing } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';

/** What publication needs. */
export interface PublicationParts {
  /** The personal room, with the account customer-records. */
  readonly personal: RoomDatabase;
  /** The usage room, with the account customer-records. */
  readonly usage: RoomDatabase;
  /** The access room, with the account customer-records: scopes of cases and consents, and the keys of commitments. */
  readonly access: RoomDatabase;
  /** Needs the key `pseudonym`. */
  readonly keys: KeyRing;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Carry the scopes of these customers alone; those of all when absent. */
  readonly customers?: readonly string[];
}
