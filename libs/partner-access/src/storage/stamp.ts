import { isUniqueViolation, lockForUpdate } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import { policyDocument } from '@hearth/policy';
import type { Policy } from '@hearth/policy';
import type { EntityManager } from 'typeorm';

/**
 * Moves the stamp forward, so that every door reads its evidence anew at its next request. To be the first statement of its
 * unit: the row stays locked until the unit ends, so that changes of what doors decide by come one after another.
 */
export async function moveStamp(m: EntityManager): Promise<void> {
  await m.query('UPDATE decision_stamp SET revision = revision + 1 WHERE id = 1');
}

/** Takes the same lock without a change: what is read after it cannot be withdrawn before the unit ends. */
export async function holdStamp(m: EntityManager): Promise<string | null> {
  const [row] = await m.query<{ policy_version: string | null }[]>(
    `SELECT policy_version FROM decision_stamp WHERE id = 1${lockForUpdate(m)}`,
  );
  return row?.policy_version ?? null;
}

/** Puts a version in force and keeps it, whole and with the time of its first use. It is part of a unit that moves the stamp. */
export async function putInForce(
  m: EntityManager,
  policy: { readonly version: string; readonly document: string },
  at: number,
): Promise<void> {
  const known = await m.query<unknown[]>('SELECT version FROM policy_versions WHERE version = ?', [
    policy.version,
  ]);
  if (known.length === 0) {
    await m.query('INSERT INTO policy_versions (version, activated_at, document) VALUES (?, ?, ?)', [
      policy.version,
      at,
      policy.document,
    ]);
  }
  await m.query('UPDATE decision_stamp SET policy_version = ? WHERE id = 1', [policy.version]);
}

/**
 * Where no policy was ever in force, this one is from now on. Otherwise what is in force stays, whatever the software was
 * published with: another version is proposed by one and approved by another.
 */
export async function activateFirstPolicy(access: RoomDatabase, policy: Policy, at: number): Promise<void> {
  const first = access.write(async (m) => {
    if ((await holdStamp(m)) !== null) return;
    await moveStamp(m);
    await putInForce(m, { version: policy.version, document: policyDocument(policy) }, at);
  });
  await first.catch((error: unknown) => {
    // Another process was first, which is as good.
    if (!isUniqueViolation(error)) throw error;
  });
}
