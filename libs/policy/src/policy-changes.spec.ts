import fc from 'fast-check';
import { CURRENT_POLICY, POLICY_2026_1, decide, decideAction, policyChanges } from './index';
import type { ActionRule, Category, Claim, DeclaredAccess, Policy, Rule } from './index';
import { arbitraryPolicy } from './testing/arbitrary-policy';

const FIELDS: DeclaredAccess = new Map([
  ['Client.name', { categories: ['access.client'], actions: [] }],
  ['Contact.email', { categories: ['user.contact.email'], actions: [] }],
  ['Query.customers(orderBy:)', { categories: ['company.name', 'access.client'], actions: [] }],
  ['Mutation.eraseCustomer', { categories: [], actions: ['customer.erase'] }],
  ['Query.whoAmI', { categories: [], actions: [] }],
]);
const NOTHING = { added: [], removed: [], reworded: [] };

const withRules = (change: (rule: Rule) => Rule | undefined): Policy => ({
  ...CURRENT_POLICY,
  version: 'next',
  rules: CURRENT_POLICY.rules.flatMap((rule) => change(rule) ?? []),
});
const isPartnerCommunication = ({ audience, purpose, rows }: Rule) =>
  audience === 'partner' && purpose === 'communication' && rows === 'scoped';

describe('policyChanges', () => {
  it('finds nothing between a policy and itself, whatever it is called and in whatever order it stands', () => {
    const same = { ...CURRENT_POLICY, version: 'same', rules: [...CURRENT_POLICY.rules].reverse() };
    expect(policyChanges(CURRENT_POLICY, same, FIELDS)).toEqual({
      from: CURRENT_POLICY.version,
      to: 'same',
      clauses: NOTHING,
      categories: NOTHING,
      actions: NOTHING,
      audiences: NOTHING,
      purposes: NOTHING,
      rules: { added: [], removed: [] },
      actionRules: { added: [], removed: [] },
      refusals: { added: [], removed: [] },
      retention: { added: [], removed: [] },
      access: [],
    });
  });

  it('says who gains what with the second version, field by field, before it takes effect §amendments', () => {
    const difference = policyChanges(POLICY_2026_1, CURRENT_POLICY, FIELDS);
    const { access, categories, actions, refusals, retention } = difference;
    expect(categories).toEqual({
      added: ['access.policy', 'access.order', 'access.preview'],
      removed: [],
      reworded: [],
    });
    expect(actions.added).toContain('customer.erase');
    expect(refusals.added).toEqual(CURRENT_POLICY.refusals);
    expect(retention.added).toEqual(CURRENT_POLICY.retention);
    expect(access.map(({ audience, purpose }) => `${audience}/${purpose}`)).toEqual([
      'communication/communication',
      'compliance/compliance',
      'product-management/statistics',
      'privacy-office/privacy-administration',
      'approvers/administration',
      'partner/compliance',
      'customer/self-access',
    ]);
    expect(access[1]).toEqual({
      audience: 'compliance',
      purpose: 'compliance',
      categories: [
        { category: 'access.client', change: 'gained', rowsAfter: 'all', clauseAfter: 'departments' },
      ],
      actions: [
        { action: 'installation.confirm', change: 'gained', clauseAfter: 'departments' },
        { action: 'installation.disown', change: 'gained', clauseAfter: 'departments' },
      ],
      fields: [
        { coordinate: 'Client.name', change: 'gained' },
        { coordinate: 'Query.customers(orderBy:)', change: 'gained' },
      ],
    });
    expect(access[3]?.fields).toEqual([{ coordinate: 'Mutation.eraseCustomer', change: 'gained' }]);
    expect(access[3]?.actions).toEqual([
      { action: 'customer.erase', change: 'gained', clauseAfter: 'contact' },
    ]);
    // Nothing that was refused by absence is lost by being refused outright.
    expect(JSON.stringify(access)).not.toContain('lost');
  });

  it('says the same with gain and loss exchanged, the other way round', () => {
    const back = policyChanges(CURRENT_POLICY, POLICY_2026_1, FIELDS);
    expect(back.categories.removed).toContain('access.order');
    expect(back.refusals.removed).toHaveLength(CURRENT_POLICY.refusals.length);
    expect(back.access[1]?.categories).toEqual([
      { category: 'access.client', change: 'lost', rowsBefore: 'all', clauseBefore: 'departments' },
    ]);
    expect(JSON.stringify(back.access)).not.toContain('gained');
  });

  it('tells wider rows, for the category and for each field that shows it', () => {
    const wider = withRules((rule) => (isPartnerCommunication(rule) ? { ...rule, rows: 'all' } : rule));
    const { access, rules } = policyChanges(CURRENT_POLICY, wider, FIELDS);
    expect(rules.added).toHaveLength(1);
    expect(rules.removed).toHaveLength(1);
    expect(access).toHaveLength(1);
    expect(access[0]?.categories).toContainEqual({
      category: 'user.contact.email',
      change: 'changed',
      rowsBefore: 'scoped',
      rowsAfter: 'all',
      clauseBefore: 'affiliates',
      clauseAfter: 'affiliates',
    });
    expect(access[0]?.fields).toContainEqual({ coordinate: 'Contact.email', change: 'changed' });
  });

  it('tells another clause without calling the field another', () => {
    const under = withRules((rule) =>
      isPartnerCommunication(rule) ? { ...rule, clause: 'statistics' } : rule,
    );
    const { access } = policyChanges(CURRENT_POLICY, under, FIELDS);
    expect(access[0]?.categories[0]).toMatchObject({
      change: 'changed',
      clauseBefore: 'affiliates',
      clauseAfter: 'statistics',
    });
    expect(access[0]?.fields).toEqual([]);
  });

  it('tells what a further refusal takes, although no rule changed', () => {
    const stricter: Policy = {
      ...CURRENT_POLICY,
      version: 'next',
      refusals: [
        ...CURRENT_POLICY.refusals,
        {
          audiences: ['partner'],
          purposes: ['communication'],
          categories: ['user.contact.email'],
          actions: [],
          clause: 'minimise',
          why: 'A partner telephones.',
        },
      ],
    };
    const { access, rules, refusals } = policyChanges(CURRENT_POLICY, stricter, FIELDS);
    expect(rules).toEqual({ added: [], removed: [] });
    expect(refusals.added).toHaveLength(1);
    expect(access).toHaveLength(1);
    expect(access[0]).toMatchObject({ audience: 'partner', purpose: 'communication' });
    expect(access[0]?.categories.map(({ category, change }) => [category, change])).toEqual([
      ['user.contact', 'lost'],
      ['user.contact.email', 'lost'],
    ]);
    expect(access[0]?.fields).toEqual([{ coordinate: 'Contact.email', change: 'lost' }]);
  });

  it('tells words that are said otherwise', () => {
    const reworded: Policy = {
      ...CURRENT_POLICY,
      clauses: CURRENT_POLICY.clauses.map((clause) =>
        clause.id === 'consent' ? { ...clause, text: 'Otherwise.' } : clause,
      ),
      audiences: CURRENT_POLICY.audiences.map((audience) =>
        audience.key === 'public' ? { ...audience, boundBy: 'minimise' } : audience,
      ),
      purposes: CURRENT_POLICY.purposes.slice(1),
    };
    const changes = policyChanges(CURRENT_POLICY, reworded);
    expect(changes.clauses).toEqual({ added: [], removed: [], reworded: ['consent'] });
    expect(changes.audiences.reworded).toEqual(['public']);
    expect(changes.purposes.removed).toEqual(['communication']);
  });

  it('agrees with the decisions themselves, for any two policies at any point', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryPolicy, (from, to) => {
        const { access } = policyChanges(from, to, FIELDS);
        for (const change of access) {
          const claim: Claim = change;
          expect(change.purpose).not.toBe('solicitation');
          for (const one of change.categories) {
            const [before, after] = [decide(from, claim, one.category), decide(to, claim, one.category)];
            expect(one.change).toBe(before.allowed ? (after.allowed ? 'changed' : 'lost') : 'gained');
          }
          for (const { action, change: kind } of change.actions) {
            expect(kind === 'gained').toBe(!decideAction(from, claim, action).allowed);
          }
        }
        const told = new Set(
          access.flatMap((change) => change.categories.map(({ category }) => key(change, category))),
        );
        for (const claim of CLAIMS) {
          for (const { key: category } of CURRENT_POLICY.categories) {
            const [before, after] = [decide(from, claim, category), decide(to, claim, category)];
            if (before.allowed !== after.allowed) expect(told).toContain(key(claim, category));
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('names an action that goes with its rule', () => {
    const without = (rule: ActionRule): boolean => !rule.actions.includes('customer.erase');
    const to = { ...CURRENT_POLICY, actionRules: CURRENT_POLICY.actionRules.filter(without) };
    expect(policyChanges(CURRENT_POLICY, to).access).toEqual([
      {
        audience: 'privacy-office',
        purpose: 'privacy-administration',
        categories: [],
        actions: [{ action: 'customer.erase', change: 'lost', clauseBefore: 'contact' }],
        fields: [],
      },
    ]);
  });
});

const key = ({ audience, purpose }: Claim, category: Category) => `${audience}/${purpose}/${category}`;
const CLAIMS: readonly Claim[] = CURRENT_POLICY.audiences.flatMap(({ key: audience }) =>
  CURRENT_POLICY.purposes.map(({ key: purpose }) => ({ audience, purpose })),
);
