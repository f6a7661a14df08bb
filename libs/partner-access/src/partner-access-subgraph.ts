import type { KeyRing } from '@hearth/keys';
import { createRowEvidence, evidenceFrom } from '@hearth/decision-evidence';
import type { EvidenceSource, RowEvidence } from '@hearth/decision-evidence';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import { createSubgraph } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';
import { makePartnerContext } from './graphql/make-context';
import { buildPartnerAccessSchema } from './graphql/schema';
import { partnerCustomers } from './storage/partner-customers';
import { createPartnerReads } from './storage/partner-reads';
import { createPartnerWrites } from './storage/partner-writes';
import { publishScopes } from './storage/publish-scopes';
import { recordPolicyVersion } from './storage/record-policy';

/** What the subgraph is made of. */
export interface PartnerAccessOptions {
  /** The access room, as the account partner-access. */
  readonly access: RoomDatabase;
  /** The personal room, as the account partner-access: its scopes, and which client recorded a customer. */
  readonly personal: RoomDatabase;
  /** Holds the key `cursor`. */
  readonly keys: KeyRing;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked. */
  readonly policy: Policy | EvidenceSource;
  /** What the store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
  /** Whose customers a reader's are, for this subgraph's own door; what the access room says where absent. */
  readonly rowEvidence?: RowEvidence | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told which customers' scopes were published, so that the code which may can carry them on. */
  readonly onPublished?: (customers: readonly string[]) => Promise<void>;
  /** Told of what readers are not: failures inside, and of publication, which is tried again on the next run. */
  readonly onError?: (error: unknown) => void;
}

/** The subgraph of partners, assignments, the policy and the reader itself, behind its own door. */
export async function createPartnerAccessSubgraph(options: PartnerAccessOptions): Promise<Subgraph> {
  const { access, personal, policy, now, onPublished, onError } = options;
  const cursorKey = options.keys.get('cursor');
  await recordPolicyVersion(access, (await evidenceFrom(policy).current()).policy, now());
  const publish = async (): Promise<void> => {
    try {
      await publishScopes({ access, personal, now, onPublished });
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
      ownersOf: (_type, partners) => partnerCustomers(access, partners),
    },
    now,
    makeContext: (reader, current) =>
      makePartnerContext(
        {
          ...createPartnerReads({ access, policy: current, reader, now }),
          ...createPartnerWrites({ access, personal, policy: current, reader }),
        },
        cursorKey,
        publish,
      ),
    ...(onError === undefined ? {} : { onError }),
  });
}
