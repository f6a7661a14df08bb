import fc from 'fast-check';
import {
  ACTIONS,
  AUDIENCES,
  CATEGORIES,
  CURRENT_POLICY,
  OUTSIDERS,
  POLICY_VERSIONS,
  PURPOSES,
  actionsFor,
  audiencePurposes,
  auditPolicy,
  decide,
  decideAction,
  isProtected,
  isWithin,
} from './index';
import type { Category, Claim, Decision, Policy } from './index';
import {
  arbitraryActionRule,
  arbitraryPolicy,
  arbitraryRefusal,
  arbitraryRule,
} from './testing/arbitrary-policy';

const everyClaim: readonly Claim[] = AUDIENCES.flatMap((audience) =>
  PURPOSES.map((purpose) => ({ audience, purpose })),
);
const KEYS = CATEGORIES.map(({ key }) => key);
const WIDTH = { all: 2, scoped: 1, self: 1, 'own-records': 1, none: 0 } as const;
const width = (decision: Decision): number => (decision.allowed ? WIDTH[decision.rows] : -1);
const claims = fc.constantFrom(...everyClaim);

/** Every point of the lattice, with what the policy answers there. */
function lattice(policy: Policy): Map<string, Decision> {
  const points = new Map<string, Decision>();
  for (const claim of everyClaim) {
    const at = `${claim.audience}/${claim.purpose}`;
    for (const key of KEYS) points.set(`${at}/${key}`, decide(policy, claim, key));
    for (const action of ACTIONS) points.set(`${at}!${action}`, decideAction(policy, claim, action));
  }
  return points;
}

// Whole lattices of over twelve thousand points each: few of them say as much as many single points.
const FEW = { numRuns: 10 };

describe('the lattice of audience, purpose and category', () => {
  it.each(POLICY_VERSIONS.map((policy) => [policy.version, policy] as const))(
    'grants solicitation nowhere in version %s §no-solicitation',
    (_, policy) => {
      const asked = [...lattice(policy)].filter(([at]) => /\/solicitation[/!]/.test(at));
      expect(asked).toHaveLength(AUDIENCES.length * (KEYS.length + ACTIONS.length));
      for (const [, decision] of asked) {
        expect(decision).toMatchObject({
          allowed: false,
          code: 'PURPOSE_NOT_ALLOWED',
          clause: 'no-solicitation',
        });
      }
    },
  );

  it('grants solicitation nowhere, whatever rules and refusals somebody writes, sound or not §no-solicitation', () => {
    fc.assert(
      fc.property(arbitraryPolicy, (policy) => {
        for (const audience of AUDIENCES) {
          const claim = { audience, purpose: 'solicitation' } as const;
          expect(KEYS.filter((key) => decide(policy, claim, key).allowed)).toEqual([]);
          expect(ACTIONS.filter((action) => decideAction(policy, claim, action).allowed)).toEqual([]);
          expect(actionsFor(policy, claim)).toEqual([]);
          expect(audiencePurposes(policy, audience)).not.toContain('solicitation');
        }
        const names = [...policy.rules, ...policy.actionRules].some(
          ({ purpose }) => purpose === 'solicitation',
        );
        expect(auditPolicy(policy).some((fault) => fault.endsWith('grants solicitation.'))).toBe(names);
      }),
      { numRuns: 25 },
    );
  });

  it('loses no point and no row by a further grant, wherever it is put', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryRule, arbitraryActionRule, fc.nat(), (policy, rule, act, at) => {
        const place = at % (policy.rules.length + 1);
        const richer = {
          ...policy,
          rules: policy.rules.toSpliced(place, 0, rule),
          actionRules: [...policy.actionRules, act],
        };
        const after = lattice(richer);
        for (const [point, before] of lattice(policy)) {
          const now = after.get(point);
          if (!now || width(now) < width(before)) throw new Error(`${point} was lost by a grant.`);
        }
      }),
      FEW,
    );
  });

  it('gains no point and no row by a further refusal, and every point that it names is closed', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryRefusal, fc.nat(), (policy, refusal, at) => {
        const place = at % (policy.refusals.length + 1);
        const poorer = { ...policy, refusals: policy.refusals.toSpliced(place, 0, refusal) };
        const before = lattice(policy);
        for (const [point, now] of lattice(poorer)) {
          const was = before.get(point);
          if (!was || width(now) > width(was)) throw new Error(`${point} was opened by a refusal.`);
        }
        for (const claim of everyClaim) {
          const concerned =
            (refusal.audiences === 'all' || refusal.audiences.includes(claim.audience)) &&
            (refusal.purposes === 'all' || refusal.purposes.includes(claim.purpose));
          if (!concerned) continue;
          const named = refusal.categories;
          const closed = KEYS.filter((key) => named === 'all' || named.some((no) => isWithin(key, no)));
          expect(closed.filter((key) => decide(poorer, claim, key).allowed)).toEqual([]);
          const acts = refusal.actions === 'all' ? ACTIONS : refusal.actions;
          expect(acts.filter((action) => decideAction(poorer, claim, action).allowed)).toEqual([]);
          expect(actionsFor(poorer, claim).filter((action) => acts.includes(action))).toEqual([]);
        }
      }),
      FEW,
    );
  });

  it('gives a child whatever its parent is given, also where something below is refused', () => {
    const category = fc.constantFrom(...KEYS);
    fc.assert(
      fc.property(arbitraryPolicy, claims, category, category, (policy, claim, child, parent) => {
        fc.pre(isWithin(child, parent));
        const decision = decide(policy, claim, parent);
        if (decision.allowed)
          expect(width(decide(policy, claim, child))).toBeGreaterThanOrEqual(width(decision));
      }),
      { numRuns: 500 },
    );
  });

  it('lists the actions of a claim as they are decided one by one', () => {
    fc.assert(
      fc.property(arbitraryPolicy, claims, (policy, claim) => {
        const decided = ACTIONS.filter((action) => decideAction(policy, claim, action).allowed);
        expect([...new Set(actionsFor(policy, claim))].sort()).toEqual([...decided].sort());
      }),
    );
  });

  it('keeps a partner within the departments and outsiders from all rows, in any policy that passes its audit §affiliates', () => {
    const like: Readonly<Record<string, Claim['audience']>> = {
      communication: 'communication',
      compliance: 'compliance',
      statistics: 'product-management',
    };
    // The current policy with one more grant, or one refusal less: some pass, some do not.
    const near = fc
      .tuple(
        fc.option(arbitraryRule, { freq: 1 }),
        fc.array(arbitraryRefusal, { maxLength: 2 }),
        fc.boolean(),
      )
      .map(([rule, refusals, keep]): Policy => ({
        ...CURRENT_POLICY,
        rules: [...CURRENT_POLICY.rules, ...(rule ? [rule] : [])],
        refusals: keep ? [...CURRENT_POLICY.refusals, ...refusals] : refusals,
      }));
    let passed = 0;
    fc.assert(
      fc.property(near, (policy) => {
        if (auditPolicy(policy).length > 0) return;
        passed += 1;
        const breaches: string[] = [];
        for (const purpose of PURPOSES) {
          for (const { key } of CATEGORIES.filter(isProtected)) {
            for (const audience of OUTSIDERS) {
              const own = decide(policy, { audience, purpose }, key);
              if (own.allowed && own.rows === 'all') breaches.push(`${audience} ${purpose} ${key}`);
            }
            const partner = decide(policy, { audience: 'partner', purpose }, key);
            if (!partner.allowed) continue;
            const department = decide(policy, { audience: like[purpose] ?? 'public', purpose }, key);
            if (partner.rows !== 'scoped' || !department.allowed || department.rows !== 'all')
              breaches.push(`partner ${purpose} ${key}`);
          }
        }
        expect(breaches).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(passed).toBeGreaterThan(5);
  });
});

describe('the refusals of the current policy', () => {
  const clauseOf = (claim: Claim, category: Category) => {
    const decision = decide(CURRENT_POLICY, claim, category);
    return decision.allowed ? 'allowed' : decision.clause;
  };

  it('overrule a rule that forgets them: key and address of a partner §affiliates', () => {
    const forgetful: Policy = {
      ...CURRENT_POLICY,
      rules: [
        ...CURRENT_POLICY.rules,
        {
          audience: 'partner',
          purpose: 'compliance',
          categories: ['licence', 'user'],
          rows: 'scoped',
          clause: 'affiliates',
        },
      ],
    };
    const claim = { audience: 'partner', purpose: 'compliance' } as const;
    for (const key of ['licence', 'licence.key', 'user', 'user.device.ip_address'] as const) {
      expect(decide(forgetful, claim, key)).toMatchObject({ allowed: false, clause: 'affiliates' });
    }
    expect(decide(forgetful, claim, 'licence.hint').allowed).toBe(true);
  });

  it.each([
    // Who, for what, and a category that it never gets; the clause that says so.
    ['partner', 'compliance', 'licence.key', 'affiliates'],
    ['partner', 'communication', 'user.device.ip_address', 'affiliates'],
    ['consented-party', 'analysis', 'licence.hint', 'consent'],
    ['consented-party', 'publication', 'usage.legacy', 'consent'],
    ['consented-party', 'publication', 'user.device', 'consent'],
    ['public', 'statistics', 'statistics.internal', 'aggregates-out'],
    ['public', 'statistics', 'statistics.partner', 'aggregates-out'],
    ['public', 'statistics', 'company.name', 'no-sharing'],
    ['customer', 'self-access', 'statistics.internal', 'aggregates-out'],
    ['product-management', 'statistics', 'usage.customer.entitled', 'statistics'],
    ['operations', 'operation', 'company.record', 'minimise'],
  ] as const)('refuse %s, for %s, %s outright, under %s', (audience, purpose, category, clause) => {
    expect(clauseOf({ audience, purpose }, category)).toBe(clause);
    expect(decide(CURRENT_POLICY, { audience, purpose }, category)).toMatchObject({
      code: 'CATEGORY_NOT_ALLOWED',
      needed: expect.stringMatching(/^Nothing under policy 2026\.2\. .+\.$/) as string,
    });
  });

  it.each([
    ['partner', 'communication', 'policy.approve'],
    ['customer', 'self-access', 'customer.erase'],
    ['installation', 'reporting', 'order.open'],
  ] as const)('refuse %s, for %s, to do %s', (audience, purpose, action) => {
    expect(decideAction(CURRENT_POLICY, { audience, purpose }, action)).toMatchObject({
      allowed: false,
      code: 'ACTION_NOT_ALLOWED',
      clause: 'security',
    });
  });

  it('never send a reader to somebody who is refused as well', () => {
    const policy: Policy = {
      ...CURRENT_POLICY,
      refusals: [
        {
          audiences: ['compliance'],
          purposes: 'all',
          categories: ['licence.key'],
          actions: [],
          clause: 'minimise',
          why: 'Not now.',
        },
      ],
    };
    const decision = decide(policy, { audience: 'communication', purpose: 'communication' }, 'licence.key');
    expect(decision.allowed ? '' : decision.needed).not.toContain('compliance department');
  });
});
