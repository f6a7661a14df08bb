import type { FieldAccess } from '@hearth/access-plan';
import { decide, decideAction, isWithin, type Category, type Claim, type Policy } from '@hearth/policy';

/** A claim whose rows are granted for some categories only, as a consent or an order may be; all where absent. */
export interface ScopedClaim extends Claim {
  readonly covers?: readonly Category[];
}

/** What the policy says of one field, asked without any of the doors' code. Undeclared means no. */
export function allows(policy: Policy, claim: ScopedClaim, access: FieldAccess | undefined): boolean {
  if (access === undefined) return false;
  if (access.open !== undefined && access.categories.length === 0 && access.actions.length === 0) return true;
  if (access.categories.length + access.actions.length === 0) return false;
  return (
    access.categories.every((category) => allowsCategory(policy, claim, category)) &&
    access.actions.every((action) => decideAction(policy, claim, action).allowed)
  );
}

/** Whether a claim may have a category on the rows that are its own. */
export function allowsCategory(policy: Policy, claim: ScopedClaim, category: Category): boolean {
  const decision = decide(policy, claim, category);
  if (!decision.allowed) return false;
  if (decision.rows !== 'scoped' || claim.covers === undefined) return true;
  // Whoever has been granted anything of a customer may know that it is there.
  return category === 'company.record' || claim.covers.some((granted) => isWithin(category, granted));
}
