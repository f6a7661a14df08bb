import type { KeyRing } from '@hearth/keys';
import { evidenceFrom } from '@hearth/decision-evidence';
import type { EvidenceSource } from '@hearth/decision-evidence';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import { createSubgraph } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';
import { makePartnerContext } from './graphql/make-context';
import { buildPartnerAccessSchema } from './graphql/schema';
import { createPartnerReads } from './storage/partner-reads';
import { createPartnerWrites } from './storage/partner-writes';
import { createReleaseLog } from './storage/release-log';
import { publishScopes } from './storage/publish-scopes';
import { recordPolicyVersion } from './storage/record-policy';

/** What the subgraph is made of. */
export interface PartnerAccessOptions {
  /** The access room, as the account partner-access. */
  readonly access: RoomDatabase;
  /** The personal room, as the account partner-access: its scopes, and which client recorded a customer. */
  readonly personal: RoomDatabase;
  /** Holds the keys `cursor`, `commitment-master` and `release-verifying`. */
  readonly keys: KeyRing;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked. */
  readonly policy: Policy | EvidenceSource;
  /** What the store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
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
  const recordKeys = {
    master: options.keys.get('commitment-master'),
    verifying: options.keys.get('release-verifying'),
  };
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
    now,
    makeContext: (reader, current) =>
      makePartnerContext(
        {
          ...createPartnerReads({ access, policy: current, reader, now }),
          ...createPartnerWrites({ access, personal, policy: current, reader }),
        },
        cursorKey,
        publish,
        createReleaseLog({ access, policy: current, reader, now, keys: recordKeys }),
      ),
    ...(onError === undefined ? {} : { onError }),
  });
}
