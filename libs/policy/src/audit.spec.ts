import {
  AUDIENCES,
  CATEGORIES,
  CLAUSES,
  CURRENT_POLICY,
  POLICY_VERSIONS,
  PUBLIC_READER,
  PURPOSES,
  auditPolicy,
  decide,
} from './index';
import type { Category, ClauseId, Policy, Rule } from './index';

const withRule = (rule: Rule): Policy => ({ ...CURRENT_POLICY, rules: [...CURRENT_POLICY.rules, rule] });

describe('auditPolicy', () => {
  it.each(POLICY_VERSIONS.map((policy) => [policy.version, policy] as const))(
    'finds version %s sound',
    (_, policy) => {
      expect(auditPolicy(policy)).toEqual([]);
    },
  );

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
