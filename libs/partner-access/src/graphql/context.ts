import type { AccessExplainer } from '@hearth/access-plan';
import type { SubgraphContext } from '@hearth/subgraph';
import type DataLoader from 'dataloader';
import type { ClientRecord, ClientStore } from '../domain/clients';
import type { CourtOrderStore } from '../domain/court-orders';
import type { AssignmentRecord, PartnerRecord } from '../domain/partner-records';
import type { ReleaseLog } from '../domain/release-log';
import type { PartnerStore } from '../domain/partner-store';
import type { FindPolicyVersion, PolicyPeriod } from '../domain/policy-version';
import type { ComparePolicies } from '../domain/remembered-changes';
import type { PolicyStore } from '../domain/policy-proposals';

/** The third door of what others are decided by: the policy's versions, clients with their tokens, court orders. */
export type GovernanceStore = PolicyStore & ClientStore & CourtOrderStore;

/** What this subgraph's resolvers are given, made anew for each request and its one reader. */
export interface PartnerContext extends SubgraphContext {
  readonly store: PartnerStore;
  readonly governance: GovernanceStore;
  readonly assignments: DataLoader<string, readonly AssignmentRecord[]>;
  readonly partners: DataLoader<string, PartnerRecord | null>;
  readonly clientsOf: DataLoader<string, readonly ClientRecord[]>;
  readonly releaseLog: ReleaseLog;
  readonly cursorKey: Buffer;
  readonly policyVersion: FindPolicyVersion;
  readonly policyHistory: () => Promise<readonly PolicyPeriod[]>;
  readonly comparePolicies: ComparePolicies;
  /** Explains operations over the whole graph, where that is known. */
  readonly explain: AccessExplainer | undefined;
  /** Publishes what the outbox holds; it never rejects, since what it leaves behind is done on the next run. */
  readonly publish: () => Promise<void>;
}
