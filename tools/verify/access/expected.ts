import type { FieldAccess } from '@hearth/access-plan';
import { decide, decideAction, type Claim, type Policy } from '@hearth/policy';

/** What the policy says of one field, asked without any of the doors' code. Undeclared means no. */
export function allows(policy: Policy, claim: Claim, access: FieldAccess | undefined): boolean {
  if (access === undefined) return false;
  if (access.open !== undefined && access.categories.length === 0 && access.actions.length === 0) return true;
  if (access.categories.length + access.actions.length === 0) return false;
  return (
    access.categories.every((category) => decide(policy, claim, category).allowed) &&
    access.actions.every((action) => decideAction(policy, claim, action).allowed)
  );
}
