import { readPolicyDocument } from '@hearth/decision-evidence';
import { POLICY_VERSIONS } from '@hearth/policy';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { periodsOf } from '../domain/policy-version';
import type { FindPolicyVersion, PolicyPeriod } from '../domain/policy-version';

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

/** Which version was in force when, the oldest first: the first came with the installation, each later one by an approval. */
export async function policyHistory(access: RoomDatabase): Promise<readonly PolicyPeriod[]> {
  const rows = await access.read((m) =>
    m.query<{ version: string; at: number | string }[]>(
      `SELECT version, activated_at AS at FROM policy_versions
       UNION SELECT version, approved_at AS at FROM policy_proposals WHERE approved_at IS NOT NULL
       ORDER BY at`,
    ),
  );
  return periodsOf(rows.map(({ version, at }) => ({ version, at: Number(at) })));
}
