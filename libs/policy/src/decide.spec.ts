import fc from 'fast-check';
import {
  ACTIONS,
  AUDIENCES,
  CATEGORIES,
  CURRENT_POLICY,
  PURPOSES,
  actionsFor,
  audiencePurposes,
  decide,
  decideAction,
  isWithin,
} from './index';
import type { Action, Category, Claim, Policy } from './index';

const GRANTED_NOTHING: Policy = { ...CURRENT_POLICY, version: 'empty', rules: [], actionRules: [] };
const everyClaim: readonly Claim[] = AUDIENCES.flatMap((audience) =>
  PURPOSES.map((purpose) => ({ audience, purpose })),
);

describe('decide', () => {
  it('refuses everything to everyone when nothing is granted §minimise', () => {
    const answers = everyClaim.flatMap((claim) => [
      ...CATEGORIES.map(({ key }) => decide(GRANTED_NOTHING, claim, key)),
      ...ACTIONS.map((action) => decideAction(GRANTED_NOTHING, claim, action)),
    ]);
    expect(answers).toHaveLength(13 * 13 * (CATEGORIES.length + ACTIONS.length));
    expect(answers.filter(({ allowed, policyVersion }) => allowed || policyVersion !== 'empty')).toEqual([]);
  });

  it('refuses solicitation even when a rule grants it §no-solicitation', () => {
    const rigged: Policy = {
      ...CURRENT_POLICY,
      rules: AUDIENCES.map((audience) => ({
        audience,
        purpose: 'solicitation',
        categories: CATEGORIES.map(({ key }) => key),
        rows: 'all',
        clause: 'consent',
      })),
      actionRules: AUDIENCES.map((audience) => ({
        audience,
        purpose: 'solicitation',
        actions: ACTIONS,
        clause: 'consent',
      })),
    };
    for (const audience of AUDIENCES) {
      const claim = { audience, purpose: 'solicitation' } as const;
      expect(decide(rigged, claim, 'user.contact.email')).toMatchObject({
        allowed: false,
        code: 'PURPOSE_NOT_ALLOWED',
        clause: 'no-solicitation',
      });
      expect(decideAction(rigged, claim, 'report.submit').allowed).toBe(false);
      expect(actionsFor(rigged, claim)).toEqual([]);
      expect(audiencePurposes(rigged, audience)).toEqual([]);
    }
  });

  it('gives a partner nothing about a customer that the department of that purpose lacks, and only rows in scope §affiliates', () => {
    for (const purpose of ['communication', 'compliance'] as const) {
      for (const { key, sensitivity } of CATEGORIES) {
        const partner = decide(CURRENT_POLICY, { audience: 'partner', purpose }, key);
        if (!partner.allowed || (sensitivity !== 'personal' && sensitivity !== 'company-specific')) continue;
        expect(partner.rows).toBe('scoped');
        expect(decide(CURRENT_POLICY, { audience: purpose, purpose }, key)).toMatchObject({
          allowed: true,
          rows: 'all',
        });
      }
    }
  });

  it('gives product management no category of a single customer, whatever it says it asks for §statistics', () => {
    for (const purpose of PURPOSES) {
      for (const { key, sensitivity } of CATEGORIES) {
        const decision = decide(CURRENT_POLICY, { audience: 'product-management', purpose }, key);
        if (decision.allowed)
          expect([decision.rows, sensitivity]).toEqual([
            'none',
            key === 'statistics.internal' || key === 'statistics.partner' ? 'internal' : 'public',
          ]);
      }
    }
  });

  it('gives a party with consent no key, address or usage §consent §no-sharing', () => {
    const never: readonly Category[] = ['licence', 'user.device', 'usage'];
    for (const purpose of PURPOSES) {
      for (const { key } of CATEGORIES.filter((category) => never.some((no) => isWithin(category.key, no)))) {
        expect(decide(CURRENT_POLICY, { audience: 'consented-party', purpose }, key).allowed).toBe(false);
      }
    }
  });

  it.each([
    // A purpose that is not the audience's own: the purposes that are.
    [
      'communication',
      'compliance',
      'company.name',
      'PURPOSE_NOT_ALLOWED',
      'departments',
      'For the communication department: the purpose communication.',
    ],
    [
      'partner',
      'self-access',
      'company.name',
      'PURPOSE_NOT_ALLOWED',
      'affiliates',
      'For an affiliated partner: the purpose communication, compliance or statistics.',
    ],
    // The same audience has it for another purpose.
    [
      'partner',
      'communication',
      'licence.hint',
      'CATEGORY_NOT_ALLOWED',
      'affiliates',
      'The purpose compliance.',
    ],
    // It is refused outright, or somebody else has it.
    [
      'public',
      'statistics',
      'statistics.internal',
      'CATEGORY_NOT_ALLOWED',
      'aggregates-out',
      'Nothing under policy 2026.2. Exact statistics stay inside; outsiders read what was released.',
    ],
    [
      'compliance',
      'compliance',
      'statistics.internal',
      'CATEGORY_NOT_ALLOWED',
      'departments',
      'To be product management (statistics).',
    ],
    [
      'partner',
      'compliance',
      'licence.key',
      'CATEGORY_NOT_ALLOWED',
      'affiliates',
      'Nothing under policy 2026.2. A partner reads the hint of a licence key and never the whole.',
    ],
    [
      'communication',
      'communication',
      'licence.key',
      'CATEGORY_NOT_ALLOWED',
      'departments',
      'To be the compliance department (compliance), the privacy office (privacy administration), the vendor’s systems (record keeping), a person named in a court order (legal order) or the customer (self-access).',
    ],
    // A word that the policy does not know.
    [
      'customer',
      'self-access',
      'shoe.size',
      'CATEGORY_NOT_ALLOWED',
      'minimise',
      'A category that the policy declares.',
    ],
    [
      'customer',
      'self-access',
      '__proto__',
      'CATEGORY_NOT_ALLOWED',
      'minimise',
      'A category that the policy declares.',
    ],
    [
      'stranger',
      'statistics',
      'company.name',
      'PURPOSE_NOT_ALLOWED',
      'no-sharing',
      'An audience that the policy knows.',
    ],
  ])('tells %s, for %s, of %s: %s under %s', (audience, purpose, category, code, clause, needed) => {
    const claim = { audience, purpose } as Claim;
    expect(decide(CURRENT_POLICY, claim, category as Category)).toEqual({
      allowed: false,
      code,
      clause,
      needed,
      policyVersion: '2026.2',
    });
  });

  it('says who may act when it refuses an action', () => {
    expect(
      decideAction(CURRENT_POLICY, { audience: 'public', purpose: 'statistics' }, 'token.issue'),
    ).toEqual({
      allowed: false,
      code: 'ACTION_NOT_ALLOWED',
      clause: 'no-sharing',
      needed: 'To be approvers (administration).',
      policyVersion: '2026.2',
    });
    expect(
      decideAction(
        CURRENT_POLICY,
        { audience: 'approvers', purpose: 'administration' },
        'shoe.tie' as Action,
      ),
    ).toMatchObject({
      allowed: false,
      needed: 'Nothing under policy 2026.2: it is open to nobody.',
    });
  });

  it('answers any words at all without throwing, refuses the unknown, and answers the same twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (audience, purpose, category) => {
        const claim = { audience, purpose } as Claim;
        const decision = decide(CURRENT_POLICY, claim, category as Category);
        expect(decision.allowed).toBe(false);
        expect(decide(CURRENT_POLICY, claim, category as Category)).toEqual(decision);
        expect(decideAction(CURRENT_POLICY, claim, category as Action).allowed).toBe(false);
      }),
    );
  });

  it('gives a child whatever its parent is given', () => {
    const category = fc.constantFrom(...CATEGORIES.map(({ key }) => key));
    fc.assert(
      fc.property(fc.constantFrom(...everyClaim), category, category, (claim, child, ancestor) => {
        fc.pre(isWithin(child, ancestor));
        const decision = decide(CURRENT_POLICY, claim, ancestor);
        if (decision.allowed) expect(decide(CURRENT_POLICY, claim, child)).toEqual(decision);
      }),
    );
  });
});

describe('isWithin', () => {
  it('goes by whole words of the key', () => {
    expect(isWithin('user.contact.email', 'user.contact')).toBe(true);
    expect(isWithin('user.contact.email', 'user')).toBe(true);
    expect(isWithin('user', 'user')).toBe(true);
    expect(isWithin('user.contact', 'user.contact.email')).toBe(false);
    expect(isWithin('usage', 'user')).toBe(false);
    expect(isWithin('agreement.record', 'agree' as Category)).toBe(false);
  });
});
