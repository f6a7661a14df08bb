import fc from 'fast-check';
import { CATEGORIES } from '../domain/categories';
import { CLAUSES } from '../domain/clauses';
import type { ActionRule, Policy, Refusal, Rule, Some } from '../domain/policy';
import { CURRENT_POLICY } from '../domain/versions';
import { ACTIONS, AUDIENCES, PURPOSES, ROW_SCOPES } from '../domain/vocabulary';

const audience = fc.constantFrom(...AUDIENCES);
const purpose = fc.constantFrom(...PURPOSES);
const clause = fc.constantFrom(...CLAUSES.map(({ id }) => id));
const categories = fc.uniqueArray(fc.constantFrom(...CATEGORIES.map(({ key }) => key)), {
  minLength: 1,
  maxLength: 6,
});
const actions = fc.uniqueArray(fc.constantFrom(...ACTIONS), { maxLength: 4 });

function some<Word>(words: fc.Arbitrary<readonly Word[]>): fc.Arbitrary<Some<Word>> {
  return fc.oneof({ weight: 1, arbitrary: fc.constant('all' as const) }, { weight: 4, arbitrary: words });
}

/** Any rule that can be written down, solicitation among its purposes. */
export const arbitraryRule: fc.Arbitrary<Rule> = fc.record({
  audience,
  purpose,
  categories,
  rows: fc.constantFrom(...ROW_SCOPES),
  clause,
});

/** Any action rule. */
export const arbitraryActionRule: fc.Arbitrary<ActionRule> = fc.record({
  audience,
  purpose,
  actions,
  clause,
});

/** Any refusal. */
export const arbitraryRefusal: fc.Arbitrary<Refusal> = fc.record({
  audiences: some(fc.uniqueArray(audience, { minLength: 1, maxLength: 4 })),
  purposes: some(fc.uniqueArray(purpose, { minLength: 1, maxLength: 4 })),
  categories: some(categories),
  actions: some(actions),
  clause,
  why: fc.constant('It is refused outright.'),
});

/** Policies of any rules and refusals, mostly unsound: beside those made of nothing, those made of the current one. */
export const arbitraryPolicy: fc.Arbitrary<Policy> = fc
  .record({
    keep: fc.boolean(),
    rules: fc.array(arbitraryRule, { maxLength: 12 }),
    actionRules: fc.array(arbitraryActionRule, { maxLength: 6 }),
    refusals: fc.array(arbitraryRefusal, { maxLength: 4 }),
  })
  .map(({ keep, rules, actionRules, refusals }) => ({
    ...CURRENT_POLICY,
    version: 'any',
    rules: [...(keep ? CURRENT_POLICY.rules : []), ...rules],
    actionRules: [...(keep ? CURRENT_POLICY.actionRules : []), ...actionRules],
    refusals,
  }));
