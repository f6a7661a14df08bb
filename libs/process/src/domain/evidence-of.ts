import { createEvidenceSource, type EvidenceSource } from '@hearth/decision-evidence';
import { CURRENT_POLICY, POLICY_VERSIONS } from '@hearth/policy';
import type { AccountName } from '@hearth/rooms';
import type { ProcessKit } from './process-kit';

/** The evidence of a door of this process, read over the door's own account. */
export async function evidenceOf(kit: ProcessKit, account: AccountName): Promise<EvidenceSource> {
  return createEvidenceSource({
    access: await kit.room('access', account),
    now: kit.now,
    versions: POLICY_VERSIONS,
    onError: (error) =>
      kit.logger.error({ err: error, account }, 'evidence cannot be read: nobody is let in'),
  });
}

/** Says in the log where this software was published with a newer policy than the one in force, which stays until one is approved. */
export async function tellNewerPolicy(kit: ProcessKit, source: EvidenceSource): Promise<void> {
  const { policy } = await source.current();
  if (policy.version === CURRENT_POLICY.version) return;
  kit.logger.info(
    { inForce: policy.version, published: CURRENT_POLICY.version },
    'another policy than the published one is in force: hearth policy propose puts it to approval',
  );
}
