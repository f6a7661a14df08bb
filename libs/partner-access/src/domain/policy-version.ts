import type { Policy } from '@hearth/policy';

/** Finds a version of the policy by its id; undefined where there never was one. */
export type FindPolicyVersion = (id: string) => Promise<Policy | undefined>;
