import type { AssignmentInput, AssignmentRecord, PartnerInput, PartnerRecord } from './partner-records';

/**
 * The third door: what one reader may have of partners and assignments, and nothing else. A store is made for one
 * reader under one policy and decides on its own evidence; it trusts no caller to have asked before. What the reader
 * may not see and what does not exist are answered alike. A refused category or action throws AccessRefused.
 */
export interface PartnerStore {
  /** Whether the reader may read partners at all, on whatever rows. */
  mayReadPartners(): boolean;
  /** The assignments of each customer that the reader may see, by role and partner. */
  assignmentsOf(customers: readonly string[]): Promise<ReadonlyMap<string, readonly AssignmentRecord[]>>;
  partnersById(ids: readonly string[]): Promise<ReadonlyMap<string, PartnerRecord>>;
  /** Up to `limit` partners in order of id, behind `afterId`. */
  partners(limit: number, afterId?: string): Promise<readonly PartnerRecord[]>;
  /** Records a partner under the client's own key and gives its id. */
  registerPartner(input: PartnerInput): Promise<string>;
  /** Records assignments of one partner and gives their number. Throws PartnerFault NOT_FOUND. */
  assignCustomers(input: AssignmentInput): Promise<number>;
  /** Sets the last day of a partner's contract, `YYYY-MM-DD`, no later than it was. Throws PartnerFault. */
  endPartnership(partner: string, on: string): Promise<void>;
}
