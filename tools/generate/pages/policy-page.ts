import { CURRENT_POLICY } from '@hearth/policy';
import { page, table } from './markdown';

/** docs/clauses.md */
export function policyPage(): string {
  const policy = CURRENT_POLICY;
  return page(
    'The policy as it runs',
    'libs/policy',
    `Version ${policy.version}, in effect from ${policy.effectiveFrom}. What no rule allows is refused.`,
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
  );
}
