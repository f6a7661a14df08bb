import { CURRENT_POLICY, INVARIANTS, type Some } from '@hearth/policy';
import { page, table } from './markdown';

/** docs/clauses.md */
export function policyPage(): string {
  const policy = CURRENT_POLICY;
  return page(
    'The policy as it runs',
    'libs/policy',
    `Version ${policy.version}, in effect from ${policy.effectiveFrom}. What no rule allows is refused, and what is refused outright no rule allows.`,
    '## Clauses',
    table(
      ['clause', 'in short', 'what it says', 'what it obliges'],
      policy.clauses.map((c) => [`\`${c.id}\``, c.title, c.text, c.obliges]),
    ),
    '## Audiences',
    table(
      ['audience', 'who', 'refusals rest on'],
      policy.audiences.map((a) => [`\`${a.key}\``, a.description, `\`${a.boundBy}\``]),
    ),
    '## Refusals',
    'Asked before the rules. A category is refused with all below it, and with every parent, which would hold it.',
    table(
      ['audiences', 'purposes', 'categories', 'actions', 'clause', 'why'],
      policy.refusals.map((r) => [
        someWords(r.audiences),
        someWords(r.purposes),
        someWords(r.categories),
        someWords(r.actions),
        `\`${r.clause}\``,
        r.why,
      ]),
    ),
    '## Rules for reading',
    table(
      ['audience', 'purpose', 'categories', 'rows', 'clause'],
      policy.rules.map((r) => [
        r.audience,
        r.purpose,
        r.categories.map((c) => `\`${c}\``).join(' '),
        r.rows,
        `\`${r.clause}\``,
      ]),
    ),
    '## Rules for acting',
    table(
      ['audience', 'purpose', 'actions', 'clause'],
      policy.actionRules.map((r) => [
        r.audience,
        r.purpose,
        r.actions.map((a) => `\`${a}\``).join(' '),
        `\`${r.clause}\``,
      ]),
    ),
    '## Categories',
    table(
      ['category', 'what it is', 'sensitivity'],
      policy.categories.map((c) => [`\`${c.key}\``, c.description, c.sensitivity]),
    ),
    '## Invariants',
    'What holds of every version that comes into force: checked by tests, and once more before it does.',
    table(
      ['invariant', 'what it says'],
      INVARIANTS.map(({ name, says }) => [`\`${name}\``, says]),
    ),
  );
}

function someWords(some: Some<string>): string {
  return some === 'all' ? 'all' : some.map((word) => `\`${word}\``).join(' ') || '–';
}
