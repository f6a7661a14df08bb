import { decide, decideAction } from '@hearth/policy';
import type { Audience, ClauseId, Policy, RefusalCode } from '@hearth/policy';
import type { TracedRefusal } from './trace';

/**
 * Which refusals rest on which clause, found by asking the policy everything that can be asked of it: every audience,
 * stated purpose, category and action.
 */
export function refusalsByClause(policy: Policy): ReadonlyMap<ClauseId, readonly TracedRefusal[]> {
  const found = new Map<ClauseId, Map<RefusalCode, Set<Audience>>>();
  for (const { key: audience } of policy.audiences) {
    for (const { key: purpose } of policy.purposes) {
      const decisions = [
        ...policy.categories.map(({ key }) => decide(policy, { audience, purpose }, key)),
        ...policy.actions.map((action) => decideAction(policy, { audience, purpose }, action)),
      ];
      for (const decision of decisions) {
        if (decision.allowed) continue;
        const codes = found.get(decision.clause) ?? new Map<RefusalCode, Set<Audience>>();
        codes.set(decision.code, (codes.get(decision.code) ?? new Set()).add(audience));
        found.set(decision.clause, codes);
      }
    }
  }
  return new Map(
    [...found].map(([clause, codes]) => [
      clause,
      [...codes].map(([code, audiences]) => ({ code, audiences: [...audiences] })),
    ]),
  );
}
