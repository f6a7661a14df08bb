import { isWithin } from './categories';
import type { Category } from './categories';
import type { Claim, Policy, Refusal, Some } from './policy';
import type { Action } from './vocabulary';

/** The first refusal that takes a category from a claim. A parent holds what is refused below it, so it is taken as well. */
export function refusalOfCategory(policy: Policy, claim: Claim, category: Category): Refusal | undefined {
  return policy.refusals.find(
    ({ categories, ...refusal }) =>
      concerns(refusal, claim) &&
      (categories === 'all' || categories.some((no) => isWithin(category, no) || isWithin(no, category))),
  );
}

/** The first refusal that takes an action from a claim. */
export function refusalOfAction(policy: Policy, claim: Claim, action: Action): Refusal | undefined {
  return policy.refusals.find((refusal) => concerns(refusal, claim) && isAmong(action, refusal.actions));
}

function concerns({ audiences, purposes }: Pick<Refusal, 'audiences' | 'purposes'>, claim: Claim): boolean {
  return isAmong(claim.audience, audiences) && isAmong(claim.purpose, purposes);
}

function isAmong<Word>(word: Word, some: Some<Word>): boolean {
  return some === 'all' || some.includes(word);
}
