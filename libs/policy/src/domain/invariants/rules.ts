import { isProtected, isWithin } from '../categories';
import type { Category, CategoryDeclaration } from '../categories';
import type { Policy, Rule } from '../policy';
import { OUTSIDERS } from '../vocabulary';

// These hold each rule to its words, whatever the refusals would take away again: a rule that only a refusal makes
// harmless is a mistake that nobody has noticed.

const neverWithConsent: readonly Category[] = ['licence', 'user.device', 'usage'];

/** Rules and refusals name categories that the policy declares. */
export function everyCategoryNamedIsDeclared(policy: Policy): string[] {
  const declared = new Set(policy.categories.map(({ key }) => key));
  const unknown = (what: string, categories: readonly Category[]): string[] =>
    categories
      .filter((category) => !declared.has(category))
      .map((category) => `${what} names ${category}, which is no category.`);
  return [
    ...policy.rules.flatMap((rule) => unknown(nameOf(rule), rule.categories)),
    ...policy.refusals.flatMap(({ categories }, at) =>
      categories === 'all' ? [] : unknown(`The refusal ${at + 1}`, categories),
    ),
  ];
}

/** What concerns one customer is read of certain customers, never of none in particular. */
export function protectedDataHasRows(policy: Policy): string[] {
  return faultyGrants(
    policy,
    (rule, reached) => rule.rows === 'none' && reached.some(isProtected),
    'of no customer in particular',
  );
}

/** Product management reads no category of a single customer. */
export function productManagementReadsNoSingleCustomer(policy: Policy): string[] {
  return faultyGrants(
    policy,
    (rule, reached) => rule.audience === 'product-management' && reached.some(isProtected),
    'of single customers',
  );
}

/** Nobody outside reads protected data of all customers. */
export function outsidersNeverReadAllRows(policy: Policy): string[] {
  return faultyGrants(
    policy,
    (rule, reached) => rule.rows === 'all' && OUTSIDERS.includes(rule.audience) && reached.some(isProtected),
    'of all customers from outside',
  );
}

/** A consent releases no licence key, no network address and no usage. */
export function noConsentReleasesKeysAddressesOrUsage(policy: Policy): string[] {
  return policy.rules
    .filter(({ audience }) => audience === 'consented-party')
    .flatMap((rule) =>
      rule.categories
        .filter((named) => neverWithConsent.some((no) => isWithin(no, named) || isWithin(named, no)))
        .map((named) => `${nameOf(rule)} reads ${named}, which no consent releases.`),
    );
}

/** Two rules of one audience and purpose never cover one category, so that its clause does not hang on their order. */
export function rulesDoNotOverlap(policy: Policy): string[] {
  return policy.rules.flatMap((rule, at) =>
    policy.rules
      .slice(at + 1)
      .filter((other) => other.audience === rule.audience && other.purpose === rule.purpose)
      .flatMap((other) =>
        rule.categories.filter((one) =>
          other.categories.some((two) => isWithin(one, two) || isWithin(two, one)),
        ),
      )
      .map((category) => `Two rules of ${rule.audience}/${rule.purpose} cover ${category}.`),
  );
}

function faultyGrants(
  policy: Policy,
  isFaulty: (rule: Rule, reached: readonly CategoryDeclaration[]) => boolean,
  how: string,
): string[] {
  return policy.rules.flatMap((rule) =>
    rule.categories
      .filter((named) =>
        isFaulty(
          rule,
          policy.categories.filter(({ key }) => isWithin(key, named)),
        ),
      )
      .map((named) => `${nameOf(rule)} reads ${named} ${how}.`),
  );
}

function nameOf({ audience, purpose }: Rule): string {
  return `The rule ${audience}/${purpose}`;
}
