import { isWithin } from '@hearth/policy';
import type { ActionRule, Category, Claim, Policy, Purpose, Rule } from '@hearth/policy';
import type { RefusedThing } from './refusal';

/** What would allow what was refused, as far as the policy says. What is absent would not. */
export interface Needed {
  /** Other purposes of the same audience. */
  readonly purpose?: readonly Purpose[];
  /** A scope that names the customer: an assignment to a partner, or an open case. */
  readonly scope?: true;
  /** The customer’s consent, for one of these purposes. */
  readonly consent?: readonly Purpose[];
  /** The order of a court. */
  readonly order?: true;
  /** The same in a sentence. */
  readonly words: string;
}

/** Reads off the rules what would allow a category or an action, to this audience or to one that a grant makes. */
export function neededFor(policy: Policy, claim: Claim, thing: RefusedThing, words: string): Needed {
  const covering = rulesCovering(policy, thing);
  const purposes = (audience: string): Purpose[] => [
    ...new Set(covering.filter((rule) => rule.audience === audience).map(({ purpose }) => purpose)),
  ];
  const purpose = purposes(claim.audience).filter((one) => one !== claim.purpose);
  const consent = purposes('consented-party');
  const scope = covering.some(
    (rule) =>
      'rows' in rule &&
      rule.rows === 'scoped' &&
      (rule.audience === 'partner' ||
        (rule.audience === claim.audience &&
          rule.audience !== 'consented-party' &&
          rule.audience !== 'court-order')),
  );
  return {
    ...(purpose.length > 0 ? { purpose } : {}),
    ...(scope ? { scope } : {}),
    ...(consent.length > 0 ? { consent } : {}),
    ...(purposes('court-order').length > 0 ? { order: true as const } : {}),
    words,
  };
}

function rulesCovering(policy: Policy, { category, action }: RefusedThing): readonly (Rule | ActionRule)[] {
  const covering =
    category === undefined
      ? policy.actionRules.filter((rule) => action !== undefined && rule.actions.includes(action))
      : policy.rules.filter((rule) => rule.categories.some((ancestor) => covers(ancestor, category)));
  // Nothing opens anything for solicitation, whatever a rule says.
  return covering.filter(({ purpose }) => purpose !== 'solicitation');
}

function covers(ancestor: Category, category: Category): boolean {
  return isWithin(category, ancestor);
}
