import { isWithin } from './categories';
import type { Category } from './categories';
import type { ClauseId } from './clauses';
import type { Claim, Policy, Rule } from './policy';
import type { Action, Audience, Purpose, RowScope } from './vocabulary';

/** Why something was refused. `ROW_NOT_ALLOWED` is for the doors that know rows; `decide` never returns it. */
export type RefusalCode =
  'PURPOSE_NOT_ALLOWED' | 'CATEGORY_NOT_ALLOWED' | 'ACTION_NOT_ALLOWED' | 'ROW_NOT_ALLOWED';

/** The answer when a rule allows. */
export interface Allowed {
  readonly allowed: true;
  readonly rows: RowScope;
  readonly clause: ClauseId;
  readonly policyVersion: string;
}

/** The answer when no rule allows. `needed` says in words what would. */
export interface Refused {
  readonly allowed: false;
  readonly code: RefusalCode;
  readonly clause: ClauseId;
  readonly needed: string;
  readonly policyVersion: string;
}

/** What the policy says to one claim about one category or action. */
export type Decision = Allowed | Refused;

interface Grant {
  readonly audience: Audience;
  readonly purpose: Purpose;
}

/**
 * Whether a claim may read a category, on which rows, and under which clause. Pure and total: an unknown audience,
 * purpose or category is refused like any other that no rule names.
 */
export function decide(policy: Policy, claim: Claim, category: Category): Decision {
  const misfit = refuseClaim(policy, claim);
  if (misfit) return misfit;
  if (!policy.categories.some(({ key }) => key === category)) {
    return refused(policy, 'CATEGORY_NOT_ALLOWED', 'minimise', 'A category that the policy declares.');
  }
  const rule = policy.rules.find((candidate) => fits(candidate, claim) && covers(candidate, category));
  if (rule) return { allowed: true, rows: rule.rows, clause: rule.clause, policyVersion: policy.version };
  const covering = policy.rules.filter((candidate) => covers(candidate, category));
  const bound = boundBy(policy, claim.audience);
  return refused(policy, 'CATEGORY_NOT_ALLOWED', bound, neededWords(policy, claim, covering));
}

/** Whether a claim may do an action. Rows are `none`: which rows a write touches is for its door to hold. */
export function decideAction(policy: Policy, claim: Claim, action: Action): Decision {
  const misfit = refuseClaim(policy, claim);
  if (misfit) return misfit;
  const covering = policy.actionRules.filter((rule) => rule.actions.includes(action));
  const rule = covering.find((candidate) => fits(candidate, claim));
  if (rule) return { allowed: true, rows: 'none', clause: rule.clause, policyVersion: policy.version };
  const bound = boundBy(policy, claim.audience);
  return refused(policy, 'ACTION_NOT_ALLOWED', bound, neededWords(policy, claim, covering));
}

/** The purposes open to an audience, whether for reading or for acting, in the policy's order. */
export function audiencePurposes(policy: Policy, audience: Audience): readonly Purpose[] {
  const open = new Set<Purpose>();
  for (const rule of [...policy.rules, ...policy.actionRules]) {
    if (rule.audience === audience && rule.purpose !== 'solicitation') open.add(rule.purpose);
  }
  return policy.purposes.map(({ key }) => key).filter((purpose) => open.has(purpose));
}

/** The actions that a claim may do. */
export function actionsFor(policy: Policy, claim: Claim): readonly Action[] {
  if (claim.purpose === 'solicitation') return [];
  return policy.actionRules.filter((rule) => fits(rule, claim)).flatMap((rule) => rule.actions);
}

function refuseClaim(policy: Policy, claim: Claim): Refused | undefined {
  // Checked before the rules and apart from them, so that no rule, however wrong, can grant it.
  if (claim.purpose === 'solicitation') {
    const needed = 'Another purpose: nothing is given for solicitation, to anyone.';
    return refused(policy, 'PURPOSE_NOT_ALLOWED', 'no-solicitation', needed);
  }
  const open = audiencePurposes(policy, claim.audience);
  if (open.includes(claim.purpose)) return undefined;
  const needed =
    open.length === 0
      ? 'An audience that the policy knows.'
      : `For ${audienceTitle(policy, claim.audience)}: the purpose ${words(open.map((key) => purposeTitle(policy, key)))}.`;
  return refused(policy, 'PURPOSE_NOT_ALLOWED', boundBy(policy, claim.audience), needed);
}

function refused(policy: Policy, code: RefusalCode, clause: ClauseId, needed: string): Refused {
  return { allowed: false, code, clause, needed, policyVersion: policy.version };
}

function covers(rule: Rule, category: Category): boolean {
  return rule.purpose !== 'solicitation' && rule.categories.some((ancestor) => isWithin(category, ancestor));
}

function fits(rule: Grant, claim: Claim): boolean {
  return rule.audience === claim.audience && rule.purpose === claim.purpose;
}

// What would allow it: another purpose of the same audience where there is one, otherwise who may have it and why.
function neededWords(policy: Policy, claim: Claim, covering: readonly Grant[]): string {
  const own = covering
    .filter((rule) => rule.audience === claim.audience)
    .map((rule) => purposeTitle(policy, rule.purpose));
  if (own.length > 0) return `The purpose ${words(own)}.`;
  if (covering.length === 0) return `Nothing under policy ${policy.version}: it is open to nobody.`;
  const others = covering.map(
    (rule) => `${audienceTitle(policy, rule.audience)} (${purposeTitle(policy, rule.purpose)})`,
  );
  return `To be ${words(others)}.`;
}

function words(list: readonly string[]): string {
  const unique = [...new Set(list)];
  return unique.length < 2 ? unique.join('') : `${unique.slice(0, -1).join(', ')} or ${unique.at(-1)}`;
}

function boundBy(policy: Policy, audience: Audience): ClauseId {
  return policy.audiences.find(({ key }) => key === audience)?.boundBy ?? 'no-sharing';
}

function audienceTitle(policy: Policy, audience: Audience): string {
  return policy.audiences.find(({ key }) => key === audience)?.title ?? 'an unknown audience';
}

function purposeTitle(policy: Policy, purpose: Purpose): string {
  return policy.purposes.find(({ key }) => key === purpose)?.title ?? 'an unknown purpose';
}
