import type { Category } from '@hearth/policy';

/** What has become of an order. */
export type CourtOrderState = 'OPENED' | 'APPROVED' | 'CLOSED';

/** A court order as it was opened: for one case, with its persons, customers, categories and time. UTC milliseconds. */
export interface CourtOrderInput {
  readonly caseReference: string;
  /** The registered clients of the persons named. */
  readonly persons: readonly string[];
  readonly customers: readonly string[];
  readonly categories: readonly Category[];
  readonly fromAt: number;
  readonly untilAt: number;
  /** Until when the reads under it stay sealed from the customers; null where they do not. */
  readonly sealedUntil: number | null;
}

/** An order with what became of it. */
export interface CourtOrderRecord extends CourtOrderInput {
  readonly id: string;
  readonly openedBy: string;
  readonly openedAt: number;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  readonly closedBy: string | null;
  readonly closedAt: number | null;
}

/** The third door of court orders: one client opens, another approves, either closes. */
export interface CourtOrderStore {
  openCourtOrder(input: CourtOrderInput): Promise<CourtOrderRecord>;
  approveCourtOrder(id: string): Promise<CourtOrderRecord>;
  closeCourtOrder(id: string): Promise<CourtOrderRecord>;
  /** Up to `limit` orders in order of id, behind `afterId`. */
  courtOrders(limit: number, afterId?: string): Promise<readonly CourtOrderRecord[]>;
}

/** What has become of an order, in one word. */
export function stateOf(order: CourtOrderRecord): CourtOrderState {
  if (order.closedAt !== null) return 'CLOSED';
  return order.approvedAt === null ? 'OPENED' : 'APPROVED';
}
