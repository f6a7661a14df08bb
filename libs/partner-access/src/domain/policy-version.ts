import type { Policy } from '@hearth/policy';

/** Finds a version of the policy by its id; undefined where there never was one. */
export type FindPolicyVersion = (id: string) => Promise<Policy | undefined>;

/** A time in which one version was in force, in UTC milliseconds; the last has no end. */
export interface PolicyPeriod {
  readonly version: string;
  readonly from: number;
  readonly until: number | null;
}

/** Joins the moments at which versions came into force, in order of time, to the periods between them. */
export function periodsOf(
  moments: readonly { readonly version: string; readonly at: number }[],
): readonly PolicyPeriod[] {
  // To approve what is in force already changes nothing.
  const changes = moments.filter(({ version }, place) => version !== moments[place - 1]?.version);
  return changes.map(({ version, at }, place) => ({
    version,
    from: at,
    until: changes[place + 1]?.at ?? null,
  }));
}
