import type { Category } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { Grant } from '../domain/row-grant';
import type { Predicate } from './row-predicate';

/** What the readers of single tables share: one reader's rights for the length of one request. */
export interface StoreAccess {
  readonly usage: RoomDatabase;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** What the policy says to this reader about a category. */
  grant(category: Category): Grant;
  /** The same; throws Withheld where the policy refuses it. */
  granted(category: Category): Grant;
  /** The condition that a row's customer, a column of the statement, is the reader's. */
  predicate(grant: Grant, column: string): Predicate;
}
