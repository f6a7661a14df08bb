import { CATEGORIES } from '../domain/categories';
import { frozen } from '../domain/frozen';
import type { Policy } from '../domain/policy';
import { AUDIENCES, PURPOSES } from '../domain/vocabulary';

/**
 * A policy under which everything is open: every category on every row, and every action, to every audience for every
 * purpose but solicitation, which no policy can open. A proof gives it to the doors that it wants to switch off, so that the
 * one that is left must suffice. Its version is that of the policy it was made of with `+open` behind.
 */
export function openPolicy(policy: Policy): Policy {
  const claims = AUDIENCES.flatMap((audience) =>
    PURPOSES.filter((purpose) => purpose !== 'solicitation').map((purpose) => ({ audience, purpose })),
  );
  const categories = CATEGORIES.map(({ key }) => key);
  return frozen({
    ...policy,
    version: `${policy.version}+open`,
    categories: CATEGORIES,
    rules: claims.map((claim) => ({
      ...claim,
      categories,
      rows: 'all' as const,
      clause: 'statistics' as const,
    })),
    // A refusal would win over any rule.
    refusals: [],
    actionRules: claims.map((claim) => ({ ...claim, actions: policy.actions, clause: 'voluntary' as const })),
  });
}
