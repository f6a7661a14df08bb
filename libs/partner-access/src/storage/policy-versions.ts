import { readPolicyDocument } from '@hearth/decision-evidence';
import { POLICY_VERSIONS } from '@hearth/policy';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { FindPolicyVersion } from '../domain/policy-version';

/**
 * Finds a version among those that the software was published with and those that were ever in force here. One that is only
 * proposed is not found: the policy is published, a proposal is not.
 */
export function findPolicyVersions(access: RoomDatabase): FindPolicyVersion {
  // A version never changes once it was in force, and the few there are keep their identity: much is remembered by it.
  const stored = new Map<string, Policy>();
  return async (id) => {
    const published = POLICY_VERSIONS.find(({ version }) => version === id);
    const known = published ?? stored.get(id);
    if (known !== undefined) return known;
    const [row] = await access.read((m) =>
      m.query<{ document: string }[]>('SELECT document FROM policy_versions WHERE version = ?', [id]),
    );
    if (row === undefined) return undefined;
    const policy = readPolicyDocument(row.document);
    stored.set(id, policy);
    return policy;
  };
}
