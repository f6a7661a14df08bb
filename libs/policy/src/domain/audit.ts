import { isWithin } from './categories';
import type { Category } from './categories';
import type { Policy, Rule } from './policy';
import { ACTIONS, AUDIENCES, PURPOSES } from './vocabulary';

const neverWithConsent: readonly Category[] = ['licence', 'user.device', 'usage'];
const outsiders: readonly string[] = ['partner', 'court-order', 'consented-party', 'customer', 'public'];

/**
 * The invariants that a policy breaks, one sentence each; empty when it is sound. Checked in the build, and to be
 * checked again before a version becomes active.
 */
export function auditPolicy(policy: Policy): string[] {
  return [
    ...doubles(
      'clause',
      policy.clauses.map(({ id }) => id),
    ),
    ...doubles(
      'category',
      policy.categories.map(({ key }) => key),
    ),
    ...auditVocabulary(policy),
    ...auditCategories(policy),
    ...policy.rules.flatMap((rule) => auditRule(policy, rule)),
    ...auditOverlaps(policy),
    ...auditActions(policy),
  ];
}

function doubles(what: string, keys: readonly string[]): string[] {
  return keys
    .filter((key, at) => keys.indexOf(key) !== at)
    .map((key) => `The ${what} ${key} is declared twice.`);
}

function auditVocabulary(policy: Policy): string[] {
  const audiences = new Set(policy.audiences.map(({ key }) => key));
  const purposes = new Set(policy.purposes.map(({ key }) => key));
  const clauses = new Set(policy.clauses.map(({ id }) => id));
  const active = new Set([...policy.rules, ...policy.actionRules].map(({ audience }) => audience));
  return [
    ...AUDIENCES.filter((key) => !audiences.has(key)).map((key) => `The audience ${key} is not described.`),
    ...AUDIENCES.filter((key) => !active.has(key)).map((key) => `The audience ${key} has no rule.`),
    ...PURPOSES.filter((key) => !purposes.has(key)).map((key) => `The purpose ${key} is not described.`),
    ...policy.audiences
      .filter(({ boundBy }) => !clauses.has(boundBy))
      .map(({ key, boundBy }) => `The audience ${key} is bound by ${boundBy}, which is no clause.`),
  ];
}

function auditCategories(policy: Policy): string[] {
  const faults: string[] = [];
  for (const { key, parent } of policy.categories) {
    const below = policy.categories.filter((other) => isWithin(other.key, key));
    const served = policy.rules.some((rule) =>
      rule.categories.some((named) => isWithin(key, named) || below.some((child) => child.key === named)),
    );
    if (!served) faults.push(`The category ${key} serves no purpose.`);
    if (parent !== undefined && !policy.categories.some((other) => other.key === parent)) {
      faults.push(`The category ${key} has the parent ${parent}, which is not declared.`);
    }
    if (parent !== undefined && parent !== key.slice(0, key.lastIndexOf('.'))) {
      faults.push(`The category ${key} is not named after its parent ${parent}.`);
    }
  }
  return faults;
}

function auditRule(policy: Policy, rule: Rule): string[] {
  const name = `The rule ${rule.audience}/${rule.purpose}`;
  const faults: string[] = [];
  if (!policy.clauses.some(({ id }) => id === rule.clause))
    faults.push(`${name} cites ${rule.clause}, which is no clause.`);
  if (rule.purpose === 'solicitation') faults.push(`${name} grants solicitation.`);
  for (const named of rule.categories) {
    const reached = policy.categories.filter(({ key }) => isWithin(key, named));
    if (reached.length === 0) faults.push(`${name} names ${named}, which is no category.`);
    const perCustomer = reached.some(
      ({ sensitivity }) => sensitivity === 'personal' || sensitivity === 'company-specific',
    );
    if (perCustomer && rule.rows === 'none')
      faults.push(`${name} reads ${named} of no customer in particular.`);
    if (perCustomer && rule.audience === 'product-management')
      faults.push(`${name} reads ${named} of single customers.`);
    if (perCustomer && rule.rows === 'all' && outsiders.includes(rule.audience)) {
      faults.push(`${name} reads ${named} of all customers from outside.`);
    }
    if (
      rule.audience === 'consented-party' &&
      reached.some(({ key }) => neverWithConsent.some((no) => isWithin(key, no)))
    ) {
      faults.push(`${name} reads ${named}, which no consent releases.`);
    }
  }
  return faults;
}

// Two rules of one audience and purpose on one category would make the answer hang on their order.
function auditOverlaps(policy: Policy): string[] {
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

function auditActions(policy: Policy): string[] {
  const faults: string[] = [];
  for (const rule of policy.actionRules) {
    const name = `The action rule ${rule.audience}/${rule.purpose}`;
    if (!policy.clauses.some(({ id }) => id === rule.clause))
      faults.push(`${name} cites ${rule.clause}, which is no clause.`);
    if (rule.purpose === 'solicitation') faults.push(`${name} grants solicitation.`);
    for (const action of rule.actions) {
      if (!policy.actions.includes(action)) faults.push(`${name} names ${action}, which is no action.`);
    }
  }
  for (const action of policy.actions) {
    if (!ACTIONS.includes(action)) faults.push(`The action ${action} is not known to this software.`);
    if (!policy.actionRules.some((rule) => rule.actions.includes(action)))
      faults.push(`The action ${action} is open to nobody.`);
  }
  return faults;
}
