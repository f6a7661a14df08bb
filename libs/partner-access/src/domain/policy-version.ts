import { POLICY_VERSIONS } from '@hearth/policy';
import type { Policy } from '@hearth/policy';

/** Finds a version of the policy by its id; undefined where there never was one. */
export type FindPolicyVersion = (id: string) => Promise<Policy | undefined>;

/** Finds a version among those that this software was published with. */
export const policyVersion: FindPolicyVersion = (id) =>
  Promise.resolve(POLICY_VERSIONS.find(({ version }) => version === id));
