import { policyChanges } from '@hearth/policy';
import type { DeclaredAccess, Policy, PolicyDifference } from '@hearth/policy';

/** Compares two versions of the policy. */
export type ComparePolicies = (from: Policy, to: Policy) => PolicyDifference;

/**
 * Compares versions over the given fields and remembers the answer for as long as both are held: the question is open to
 * anyone, and asking it again must not cost what asking it once does.
 */
export function rememberedChanges(fields: DeclaredAccess): ComparePolicies {
  const known = new WeakMap<Policy, WeakMap<Policy, PolicyDifference>>();
  return (from, to) => {
    const others = known.get(from) ?? new WeakMap<Policy, PolicyDifference>();
    const difference = others.get(to) ?? policyChanges(from, to, fields);
    known.set(from, others.set(to, difference));
    return difference;
  };
}
