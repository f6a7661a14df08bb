import type { Policy } from '@hearth/policy';

/** A version that somebody proposed. Times are UTC milliseconds. */
export interface PolicyProposal {
  readonly version: string;
  /** The policy as JSON. */
  readonly document: string;
  readonly proposedBy: string;
  readonly proposedAt: number;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  /** Whether this version decides now. */
  readonly inForce: boolean;
}

/** Open proposals at one time: more than anybody reads is a mistake. */
export const OPEN_PROPOSALS_MAX = 100;
/** Proposals in one answer, the newest. */
export const PROPOSALS_LISTED_MAX = 100;

/** The third door of the policy's own changes: one client proposes, another approves. */
export interface PolicyStore {
  /** Keeps a version for another client to approve. Throws PartnerFault BAD_INPUT. */
  proposePolicy(document: string): Promise<PolicyProposal>;
  /** Puts a proposed version in force. Throws PartnerFault NOT_FOUND or BAD_INPUT, with what it breaks. */
  approvePolicy(version: string): Promise<PolicyProposal>;
  /** The newest first. */
  policyProposals(): Promise<readonly PolicyProposal[]>;
  /** A version that is in force or once was, for anyone: what binds and protects people is published. */
  policyOnceInForce(version: string): Promise<Policy | undefined>;
}
