import { CLAUSES } from '../clauses';
import type { ClauseId } from '../clauses';
import type { Policy } from '../policy';
import { ACTIONS, AUDIENCES, PURPOSES } from '../vocabulary';

/** Each word of the policy is declared once. */
export function nothingIsDeclaredTwice(policy: Policy): string[] {
  return [
    ...doubles(
      'clause',
      policy.clauses.map(({ id }) => id),
    ),
    ...doubles(
      'category',
      policy.categories.map(({ key }) => key),
    ),
    ...doubles(
      'audience',
      policy.audiences.map(({ key }) => key),
    ),
    ...doubles(
      'purpose',
      policy.purposes.map(({ key }) => key),
    ),
    ...doubles('action', policy.actions),
    ...doubles(
      'retention',
      policy.retention.map(({ key }) => key),
    ),
  ];
}

function doubles(what: string, keys: readonly string[]): string[] {
  return keys
    .filter((key, at) => keys.indexOf(key) !== at)
    .map((key) => `The ${what} ${key} is declared twice.`);
}

/** Every clause stands, and every audience and purpose is described and has a rule. */
export function theWordsAreWhole(policy: Policy): string[] {
  const clauses = new Set(policy.clauses.map(({ id }) => id));
  const audiences = new Set(policy.audiences.map(({ key }) => key));
  const purposes = new Set(policy.purposes.map(({ key }) => key));
  const active = new Set([...policy.rules, ...policy.actionRules].map(({ audience }) => audience));
  return [
    ...CLAUSES.filter(({ id }) => !clauses.has(id)).map(({ id }) => `The clause ${id} is missing.`),
    ...AUDIENCES.filter((key) => !audiences.has(key)).map((key) => `The audience ${key} is not described.`),
    ...AUDIENCES.filter((key) => !active.has(key)).map((key) => `The audience ${key} has no rule.`),
    ...PURPOSES.filter((key) => !purposes.has(key)).map((key) => `The purpose ${key} is not described.`),
  ];
}

/** Whatever cites a clause cites one that the policy holds. */
export function everyClauseCitedStands(policy: Policy): string[] {
  const clauses = new Set(policy.clauses.map(({ id }) => id));
  const cited: readonly (readonly [string, ClauseId])[] = [
    ...policy.rules.map((rule) => [`The rule ${rule.audience}/${rule.purpose}`, rule.clause] as const),
    ...policy.actionRules.map(
      (rule) => [`The action rule ${rule.audience}/${rule.purpose}`, rule.clause] as const,
    ),
    ...policy.refusals.map(({ clause }, at) => [`The refusal ${at + 1}`, clause] as const),
    ...policy.retention.map(({ key, clause }) => [`The retention ${key}`, clause] as const),
    ...policy.audiences.map(({ key, boundBy }) => [`The audience ${key}`, boundBy] as const),
  ];
  return cited
    .filter(([, clause]) => !clauses.has(clause))
    .map(([what, clause]) => `${what} cites ${clause}, which is no clause.`);
}

/** Actions are known to this software, named by what the policy declares, and each open to somebody. */
export function everyActionIsOpenToSomebody(policy: Policy): string[] {
  const declared = new Set(policy.actions);
  return [
    ...policy.actionRules.flatMap((rule) =>
      rule.actions
        .filter((action) => !declared.has(action))
        .map(
          (action) => `The action rule ${rule.audience}/${rule.purpose} names ${action}, which is no action.`,
        ),
    ),
    ...policy.refusals.flatMap(({ actions }, at) =>
      (actions === 'all' ? [] : actions)
        .filter((action) => !declared.has(action))
        .map((action) => `The refusal ${at + 1} names ${action}, which is no action.`),
    ),
    ...policy.actions
      .filter((action) => !ACTIONS.includes(action))
      .map((action) => `The action ${action} is not known to this software.`),
    ...policy.actions
      .filter((action) => !policy.actionRules.some((rule) => rule.actions.includes(action)))
      .map((action) => `The action ${action} is open to nobody.`),
  ];
}
