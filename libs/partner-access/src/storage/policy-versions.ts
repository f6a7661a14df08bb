import { readPolicyDocument } from '@hearth/decision-evidence';
import { POLICY_VERSIONS } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { FindPolicyVersion } from '../domain/policy-version';

/**
 * Finds a version among those that the software was published with and those that were ever in force here. One that is only
 * proposed is not found: the policy is published, a proposal is not.
 */
export function findPolicyVersions(access: RoomDatabase): FindPolicyVersion {
  return async (id) => {
    const published = POLICY_VERSIONS.find(({ version }) => version === id);
    if (published !== undefined) return published;
    const [row] = await access.read((m) =>
      m.query<{ document: string }[]>('SELECT document FROM policy_versions WHERE version = ?', [id]),
    );
    return row === undefined ? undefined : readPolicyDocument(row.document);
  };
}
