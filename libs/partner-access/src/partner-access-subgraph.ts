import { declaredAccess, readAccessTable, createAccessExplainer } from '@hearth/access-plan';
import type { KeyRing } from '@hearth/keys';
import type { EvidenceSource, RowEvidence } from '@hearth/decision-evidence';
import type { DeclaredAccess, Policy } from '@hearth/policy';
import { createRowEvidence } from '@hearth/decision-evidence';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import { createSubgraph } from '@hearth/subgraph';
import { parse } from 'graphql';
import { rememberedChanges } from './domain/remembered-changes';
import { CURRENT_POLICY } from '@hearth/policy';
import type { Issuer, Verifier } from '@hearth/tokens';
import { makePartnerContext } from './graphql/make-context';
import { buildPartnerAccessSchema } from './graphql/schema';
import { createClientStore } from './storage/client-store';
import { createOrderStore } from './storage/order-store';
import { createPartnerReads } from './storage/partner-reads';
import { createPartnerWrites } from './storage/partner-writes';
import { findPolicyVersions, policyHistory } from './storage/policy-versions';
import { createPolicyStore } from './storage/policy-writes';
import { publishOrders } from './storage/publish-orders';
import { createReleaseLog } from './storage/release-log';
import { publishScopes } from './storage/publish-scopes';
import { activateFirstPolicy } from './storage/stamp';

/** What the subgraph is made of. */
export interface PartnerAccessOptions {
  /** The access room, as the account partner-access. */
  readonly access: RoomDatabase;
  /** The personal room, as the account partner-access: its scopes, and which client recorded a customer. */
  readonly personal: RoomDatabase;
  /** Holds the keys `cursor`, `commitment-master` and `release-verifying`. */
  readonly keys: KeyRing;
  readonly verifier: Verifier;
  /** Signs what `issueToken` gives out, under the policy in force. */
  readonly issuer: Issuer;
  /** The policy in force, or where to read it with what was revoked. */
  readonly policy: Policy | EvidenceSource;
  /** What the store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
  /** Whose customers a reader's are, for this subgraph's own door; what the access room says where absent. */
  readonly rowEvidence?: RowEvidence | undefined;
  /**
   * The composed supergraph, over which operations are explained and the difference of two policies names fields; where it is
   * absent, nothing is explained, and a difference names categories alone.
   */
  readonly supergraphSdl?: string | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told which customers' scopes were published, so that the code which may can carry them on. */
  readonly onPublished?: (customers: readonly string[]) => Promise<void>;
  /** Told of what readers are not: failures inside, and of publication, which is tried again on the next run. */
  readonly onError?: (error: unknown) => void;
}

/** The subgraph of partners, assignments, the policy and the reader itself, behind its own door. */
export async function createPartnerAccessSubgraph(options: PartnerAccessOptions): Promise<Subgraph> {
  const { access, personal, policy, issuer, now, onPublished, onError } = options;
  const cursorKey = options.keys.get('cursor');
  const policies = {
    policyVersion: findPolicyVersions(access),
    policyHistory: () => policyHistory(access),
    comparePolicies: rememberedChanges(declaredFields(options.supergraphSdl)),
    explain: options.supergraphSdl === undefined ? undefined : createAccessExplainer(options.supergraphSdl),
  };
  // Before anything is read: where no policy is in force there is no evidence.
  await activateFirstPolicy(access, 'current' in policy ? CURRENT_POLICY : policy, now());
  const recordKeys = {
    master: options.keys.get('commitment-master'),
    verifying: options.keys.get('release-verifying'),
  };
  const publish = async (): Promise<void> => {
    try {
      await publishScopes({ access, personal, now, onPublished });
      await publishOrders({ access, personal, now, onPublished });
    } catch (error) {
      onError?.(error);
    }
  };
  return createSubgraph({
    built: await buildPartnerAccessSchema(),
    verifier: options.verifier,
    policy,
    storagePolicy: options.storagePolicy,
    rows: {
      evidence: options.rowEvidence ?? createRowEvidence({ access, now }),
      owners: { Customer: 'id' },
      parties: { Partner: 'id' },
    },
    now,
    makeContext: (reader, current) =>
      makePartnerContext(
        {
          ...createPartnerReads({ access, policy: current, reader, now }),
          ...createPartnerWrites({ access, personal, policy: current, reader }),
        },
        {
          ...createPolicyStore({ access, policy: current, reader, now }),
          ...createClientStore({ access, personal, policy: current, reader, issuer, now }),
          ...createOrderStore({ access, personal, policy: current, reader, now }),
        },
        cursorKey,
        publish,
        policies,
        createReleaseLog({ access, policy: current, reader, now, keys: recordKeys }),
      ),
    ...(onError === undefined ? {} : { onError }),
  });
}

function declaredFields(supergraphSdl: string | undefined): DeclaredAccess {
  return supergraphSdl === undefined ? new Map() : declaredAccess(readAccessTable(parse(supergraphSdl)));
}
