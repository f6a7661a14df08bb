import { isProtected, isWithin } from '../categories';
import type { Category } from '../categories';
import { decide, decideAction } from '../decide';
import type { Policy } from '../policy';
import { AUDIENCES, PURPOSES } from '../vocabulary';
import type { Audience, Purpose } from '../vocabulary';

// These ask the policy as the doors do, for every point of the finite lattice, so that rules and refusals count together.

/** Solicitation is in no rule, and is answered with a refusal wherever it is asked. */
export function solicitationIsGrantedNowhere(policy: Policy): string[] {
  const named = [
    ...policy.rules.map(({ audience, purpose }) => ({ what: 'rule', audience, purpose })),
    ...policy.actionRules.map(({ audience, purpose }) => ({ what: 'action rule', audience, purpose })),
  ]
    .filter(({ purpose }) => purpose === 'solicitation')
    .map(({ what, audience }) => `The ${what} ${audience}/solicitation grants solicitation.`);
  const answered = AUDIENCES.flatMap((audience) => {
    const claim = { audience, purpose: 'solicitation' } as const;
    const granted = [
      ...policy.categories.map(({ key }) => key).filter((key) => decide(policy, claim, key).allowed),
      ...policy.actions.filter((action) => decideAction(policy, claim, action).allowed),
    ];
    return granted.map((word) => `The audience ${audience} gets ${word} for solicitation.`);
  });
  return [...named, ...answered];
}

/** The department whose purpose a partner's is like. For any other purpose a partner may have nothing. */
const LIKE: Readonly<Partial<Record<Purpose, Audience>>> = {
  communication: 'communication',
  compliance: 'compliance',
  statistics: 'product-management',
};

/** A partner has nothing that the department of the like purpose lacks, and of protected data its own customers alone. */
export function partnersStayWithinDepartments(policy: Policy): string[] {
  return PURPOSES.flatMap((purpose) => {
    const department = LIKE[purpose];
    const partner = { audience: 'partner', purpose } as const;
    const reads = policy.categories.flatMap((category) => {
      const own = decide(policy, partner, category.key);
      if (!own.allowed) return [];
      const theirs = department && decide(policy, { audience: department, purpose }, category.key);
      const within = theirs?.allowed === true && (theirs.rows === 'all' || theirs.rows === own.rows);
      const scoped = own.rows === 'scoped' || !isProtected(category);
      // What is public is nobody's privilege.
      const isOpen = category.sensitivity === 'public';
      return (within && scoped) || isOpen
        ? []
        : [`A partner reads ${category.key} for ${purpose} beyond the departments.`];
    });
    const acts = policy.actions
      .filter(
        (action) =>
          decideAction(policy, partner, action).allowed &&
          !(department && decideAction(policy, { audience: department, purpose }, action).allowed),
      )
      .map((action) => `A partner does ${action} for ${purpose} beyond the departments.`);
    return [...reads, ...acts];
  });
}

const ofOneCustomer: readonly Category[] = [
  'company',
  'user',
  'agreement',
  'licence',
  'usage',
  'access.partner',
  'access.assignment',
  'consent.record',
  'reference.record',
  'request.record',
];

/** What no version gives to an audience, for any purpose. */
const WITHHELD: Readonly<Partial<Record<Audience, readonly Category[]>>> = {
  partner: ['licence.key', 'user.device', 'statistics.internal'],
  'court-order': ['statistics.internal', 'statistics.partner'],
  'consented-party': ['licence', 'user.device', 'usage', 'statistics.internal', 'statistics.partner'],
  customer: ['statistics.internal', 'statistics.partner'],
  public: [...ofOneCustomer, 'statistics.internal', 'statistics.partner'],
  'product-management': ofOneCustomer,
  operations: ofOneCustomer,
  approvers: ofOneCustomer,
  installation: ofOneCustomer,
};

/**
 * No key or address goes to a partner, no key, address or usage to a party with consent, no exact statistics to anyone
 * outside, and nothing of one customer to the public or to staff who work without sight of customers.
 */
export function nobodyReadsWhatIsWithheld(policy: Policy): string[] {
  return AUDIENCES.flatMap((audience) =>
    PURPOSES.flatMap((purpose) =>
      policy.categories
        .map(({ key }) => key)
        .filter((key) => WITHHELD[audience]?.some((no) => isWithin(key, no)))
        .filter((key) => decide(policy, { audience, purpose }, key).allowed)
        .map((key) => `The audience ${audience} reads ${key} for ${purpose}, which is withheld from it.`),
    ),
  );
}
