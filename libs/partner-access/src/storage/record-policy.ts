import type { Policy } from '@hearth/policy';
import { isUniqueViolation } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';

/** Keeps the policy in force, whole and with the time of its first use, so that it can be shown which applied when. */
export async function recordPolicyVersion(access: RoomDatabase, policy: Policy, at: number): Promise<void> {
  const record = access.write(async (m) => {
    const known = await m.query<unknown[]>('SELECT version FROM policy_versions WHERE version = ?', [
      policy.version,
    ]);
    if (known.length > 0) return;
    await m.query('INSERT INTO policy_versions (version, activated_at, document) VALUES (?, ?, ?)', [
      policy.version,
      at,
      JSON.stringify(policy),
    ]);
  });
  await record.catch((error: unknown) => {
    // Another process of the same version was first, which is as good.
    if (!isUniqueViolation(error)) throw error;
  });
}
