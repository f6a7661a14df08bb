import {
  AUDIENCES,
  CATEGORIES,
  CLAUSES,
  CURRENT_POLICY,
  INVARIANTS,
  POLICY_2026_1,
  PUBLIC_READER,
  PURPOSES,
  auditPolicy,
  decide,
  isWithin,
} from './index';
import type {
  Action,
  Audience,
  Category,
  ClauseId,
  Policy,
  Purpose,
  Refusal,
  RowScope,
  Rule,
  Sensitivity,
} from './index';

const faultsOf = (invariant: string, policy: Policy): readonly string[] =>
  INVARIANTS.find(({ name }) => name === invariant)?.faults(policy) ?? [];
const withRule = (rule: Rule): Policy => ({ ...CURRENT_POLICY, rules: [...CURRENT_POLICY.rules, rule] });
const withRefusals = (...refusals: Refusal[]): Policy => ({ ...CURRENT_POLICY, refusals });
const withSensitivity = (key: Category, sensitivity: Sensitivity): Policy => ({
  ...CURRENT_POLICY,
  categories: CATEGORIES.map((category) => (category.key === key ? { ...category, sensitivity } : category)),
});
const unrefused = (
  audience: Audience,
  purpose: Purpose,
  categories: readonly Category[],
  rows: RowScope,
): Policy => ({
  ...withRule({ audience, purpose, categories, rows, clause: 'minimise' }),
  refusals: [],
});

describe('auditPolicy', () => {
  it('finds the current version sound', () => {
    expect(auditPolicy(CURRENT_POLICY)).toEqual([]);
  });

  // The first version was published before these two invariants, and is kept as it was; it cannot come into force again.
  it('finds that the first version lets partners exceed the departments and declares no retention, and nothing else', () => {
    const faults = auditPolicy(POLICY_2026_1);
    expect(faults.filter((fault) => !fault.endsWith('has no retention.'))).toEqual([
      'A partner reads access.client for communication beyond the departments.',
      'A partner reads access.client for compliance beyond the departments.',
      'A partner reads statistics.partner for statistics beyond the departments.',
    ]);
    expect(faults).toHaveLength(3 + POLICY_2026_1.categories.length);
  });

  it('lets no category stand that serves no purpose or is kept for no declared time §minimise', () => {
    for (const { key } of CURRENT_POLICY.categories) {
      const related = (named: Category) => isWithin(named, key) || isWithin(key, named);
      const without = <Entry extends { readonly categories: readonly Category[] }>(
        entries: readonly Entry[],
      ) =>
        entries.map((entry) => ({
          ...entry,
          categories: entry.categories.filter((named) => !related(named)),
        }));
      const useless = { ...CURRENT_POLICY, rules: without(CURRENT_POLICY.rules) };
      const hoarded = { ...CURRENT_POLICY, retention: without(CURRENT_POLICY.retention) };
      expect(faultsOf('everyCategoryServesAPurpose', useless)).toContain(
        `The category ${key} serves no purpose.`,
      );
      expect(faultsOf('everyCategoryHasARetention', hoarded)).toContain(
        `The category ${key} has no retention.`,
      );
    }
  });

  it('names each invariant once, by its function', () => {
    const names = INVARIANTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('partnersStayWithinDepartments');
    expect(names).toContain('solicitationIsGrantedNowhere');
  });

  it.each<readonly [string, Policy]>([
    [
      'The rule communication/solicitation grants solicitation.',
      withRule({
        audience: 'communication',
        purpose: 'solicitation',
        categories: ['company'],
        rows: 'all',
        clause: 'departments',
      }),
    ],
    [
      'The rule product-management/statistics reads usage.feature of single customers.',
      withRule({
        audience: 'product-management',
        purpose: 'statistics',
        categories: ['usage.feature'],
        rows: 'all',
        clause: 'statistics',
      }),
    ],
    [
      'The rule partner/statistics reads usage of all customers from outside.',
      withRule({
        audience: 'partner',
        purpose: 'statistics',
        categories: ['usage'],
        rows: 'all',
        clause: 'affiliates',
      }),
    ],
    [
      'The rule consented-party/analysis reads user, which no consent releases.',
      withRule({
        audience: 'consented-party',
        purpose: 'analysis',
        categories: ['user'],
        rows: 'scoped',
        clause: 'consent',
      }),
    ],
    [
      'The rule public/statistics reads company.name of no customer in particular.',
      withRule({
        audience: 'public',
        purpose: 'statistics',
        categories: ['company.name'],
        rows: 'none',
        clause: 'no-sharing',
      }),
    ],
    [
      'The rule operations/operation cites whim, which is no clause.',
      withRule({
        audience: 'operations',
        purpose: 'operation',
        categories: [],
        rows: 'none',
        clause: 'whim' as ClauseId,
      }),
    ],
    [
      'The rule operations/operation names shoe.size, which is no category.',
      withRule({
        audience: 'operations',
        purpose: 'operation',
        categories: ['shoe.size' as Category],
        rows: 'none',
        clause: 'minimise',
      }),
    ],
    [
      'Two rules of communication/communication cover company.',
      withRule({
        audience: 'communication',
        purpose: 'communication',
        categories: ['company.name'],
        rows: 'scoped',
        clause: 'departments',
      }),
    ],
    [
      'The category request.record serves no purpose.',
      {
        ...CURRENT_POLICY,
        rules: CURRENT_POLICY.rules.map((rule) => ({
          ...rule,
          categories: rule.categories.filter((key) => key !== 'request.record'),
        })),
      },
    ],
    [
      'The category company.name is declared twice.',
      {
        ...CURRENT_POLICY,
        categories: [...CATEGORIES, ...CATEGORIES.filter(({ key }) => key === 'company.name')],
      },
    ],
    [
      'The clause consent is declared twice.',
      { ...CURRENT_POLICY, clauses: [...CLAUSES, ...CLAUSES.filter(({ id }) => id === 'consent')] },
    ],
    [
      'The audience public is not described.',
      { ...CURRENT_POLICY, audiences: CURRENT_POLICY.audiences.filter(({ key }) => key !== 'public') },
    ],
    [
      'The purpose analysis is not described.',
      { ...CURRENT_POLICY, purposes: CURRENT_POLICY.purposes.filter(({ key }) => key !== 'analysis') },
    ],
    [
      'The action report.submit is open to nobody.',
      {
        ...CURRENT_POLICY,
        actionRules: CURRENT_POLICY.actionRules.filter(({ audience }) => audience !== 'installation'),
      },
    ],
    ['The clause consent is missing.', { ...CURRENT_POLICY, clauses: CLAUSES.slice(0, 14) }],
    [
      'The refusal 1 cites whim, which is no clause.',
      withRefusals({
        audiences: ['public'],
        purposes: 'all',
        categories: [],
        actions: [],
        clause: 'whim' as ClauseId,
        why: 'For no reason.',
      }),
    ],
    [
      'The refusal 1 names shoe.size, which is no category.',
      withRefusals({
        audiences: ['public'],
        purposes: 'all',
        categories: ['shoe.size' as Category],
        actions: [],
        clause: 'minimise',
        why: 'For no reason.',
      }),
    ],
    [
      'The refusal 1 names shoe.tie, which is no action.',
      withRefusals({
        audiences: ['public'],
        purposes: 'all',
        categories: [],
        actions: ['shoe.tie' as Action],
        clause: 'minimise',
        why: 'For no reason.',
      }),
    ],
    [
      'The category user.device.ip_address has no retention.',
      {
        ...CURRENT_POLICY,
        retention: CURRENT_POLICY.retention.map((kept) => ({
          ...kept,
          categories: kept.categories.filter((key) => !isWithin(key, 'user.device')),
        })),
      },
    ],
    [
      'The retention roll-ups names shoe.size, which is no category.',
      {
        ...CURRENT_POLICY,
        retention: CURRENT_POLICY.retention.map((kept) =>
          kept.key === 'roll-ups' ? { ...kept, categories: ['shoe.size' as Category] } : kept,
        ),
      },
    ],
    ['The category user.name is personal and declared public.', withSensitivity('user.name', 'public')],
    [
      'The category user.contact is handled less carefully than user.contact.email below it.',
      withSensitivity('user.contact', 'internal'),
    ],
    [
      'The category user.contact.email has the parent user.contact, which is not declared.',
      {
        ...CURRENT_POLICY,
        categories: CATEGORIES.filter(({ key }) => key !== 'user.contact'),
      },
    ],
    // Without the refusals that hold today, the rules that they would have overruled.
    [
      'The audience partner reads licence.key for compliance, which is withheld from it.',
      unrefused('partner', 'compliance', ['licence.key'], 'scoped'),
    ],
    [
      'The audience partner reads user.device.ip_address for communication, which is withheld from it.',
      unrefused('partner', 'communication', ['user.device'], 'scoped'),
    ],
    [
      'A partner reads usage.customer.other for compliance beyond the departments.',
      unrefused('partner', 'compliance', ['usage.customer.other'], 'scoped'),
    ],
    [
      'A partner reads operation.intake for operation beyond the departments.',
      unrefused('partner', 'operation', ['operation'], 'none'),
    ],
    [
      'A partner does report.replay for compliance beyond the departments.',
      {
        ...CURRENT_POLICY,
        actionRules: [
          ...CURRENT_POLICY.actionRules,
          { audience: 'partner', purpose: 'compliance', actions: ['report.replay'], clause: 'affiliates' },
        ],
      },
    ],
    [
      'The audience customer reads statistics.internal for self-access, which is withheld from it.',
      unrefused('customer', 'self-access', ['statistics.internal'], 'none'),
    ],
    [
      'The audience consented-party reads usage.customer.entitled for analysis, which is withheld from it.',
      unrefused('consented-party', 'analysis', ['usage.customer.entitled'], 'scoped'),
    ],
    [
      'The audience operations reads company.name for operation, which is withheld from it.',
      unrefused('operations', 'operation', ['company.name'], 'scoped'),
    ],
  ])('finds that: %s', (fault, policy) => {
    expect(auditPolicy(policy)).toContain(fault);
  });
});

describe('the policy as data', () => {
  it('has twenty clauses, each with a text and an obligation of its own', () => {
    expect(CLAUSES).toHaveLength(20);
    expect(new Set(CLAUSES.flatMap(({ text, obliges }) => [text, obliges])).size).toBe(40);
  });

  it('has thirteen audiences and thirteen purposes, each described', () => {
    expect(CURRENT_POLICY.audiences.map(({ key }) => key)).toEqual(AUDIENCES);
    expect(CURRENT_POLICY.purposes.map(({ key }) => key)).toEqual(PURPOSES);
  });

  it('cannot be changed in passing §amendments', () => {
    const rules = CURRENT_POLICY.rules as Rule[];
    expect(() =>
      rules.push({
        audience: 'public',
        purpose: 'statistics',
        categories: ['user'],
        rows: 'all',
        clause: 'consent',
      }),
    ).toThrow(TypeError);
    expect(() => ((CURRENT_POLICY.rules[0]?.categories as Category[])[0] = 'licence')).toThrow(TypeError);
    expect(() => ((PUBLIC_READER as { audience: string }).audience = 'compliance')).toThrow(TypeError);
  });

  it('lets whoever comes without a token read what is public and nothing else §no-sharing §aggregates-out', () => {
    const open = CATEGORIES.filter(({ key }) => decide(CURRENT_POLICY, PUBLIC_READER, key).allowed);
    expect(open.map(({ key }) => key)).toEqual(['statistics.public', 'reference.approved']);
  });
});
