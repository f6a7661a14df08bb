import { AUDIENCES, CURRENT_POLICY, POLICY_2026_1, decide, decideAction } from '@hearth/policy';
import type { Audience, Category, Claim, Refused } from '@hearth/policy';
import { accessError, isOutsider, refusalOf } from './index';
import { COMMUNICATION, COMPLIANCE, SYSTEMS } from './testing/small-graph';

const refuse = (
  category: Category,
  claim: Claim = COMMUNICATION,
  coordinate = 'Customer.key',
  policy = CURRENT_POLICY,
) => refusalOf(policy, claim, decide(policy, claim, category) as Refused, { category }, coordinate);
const accessOf = (category: Category, claim: Claim) =>
  accessError(refuse(category, claim), 'key').extensions['access'] as Record<string, unknown>;

describe('the id of a decision', () => {
  it('is the same for the same refusal, whenever it is made', () => {
    expect(refuse('licence.key').decision).toBe(refuse('licence.key').decision);
    expect(refuse('licence.key').decision).toMatch(/^dec_[A-Za-z0-9_-]{22}$/);
  });

  it('is another for another category, coordinate, reader or version', () => {
    const ids = [
      refuse('licence.key'),
      refuse('user.device.ip_address'),
      refuse('licence.key', COMMUNICATION, 'Query.customer(key:)'),
      refuse('licence.key', SYSTEMS),
      refuse('licence.key', COMMUNICATION, 'Customer.key', POLICY_2026_1),
    ].map(({ decision }) => decision);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what is needed', () => {
  it('is another purpose of the same audience where a rule has one', () => {
    const partner: Claim = { audience: 'partner', purpose: 'statistics' };
    expect(refuse('company.name', partner).needed).toEqual({
      purpose: ['communication', 'compliance'],
      scope: true,
      consent: ['publication', 'analysis'],
      order: true,
      words: 'The purpose communication or compliance.',
    });
  });

  it('is a scope, a consent or an order only where a rule makes one of it', () => {
    expect(
      refuse('company.name', { audience: 'product-management', purpose: 'statistics' }).needed,
    ).toMatchObject({
      scope: true,
      consent: ['publication', 'analysis'],
      order: true,
    });
    expect(refuse('licence.key').needed).toEqual({ order: true, words: expect.any(String) });
    expect(refuse('operation.intake').needed).toEqual({ words: expect.any(String) });
    expect(refuse('usage.installation').needed).not.toHaveProperty('consent');
  });

  it('is of an action the purpose under which the audience may do it, and never a scope', () => {
    const claim: Claim = { audience: 'vendor-systems', purpose: 'administration' };
    const decision = decideAction(CURRENT_POLICY, claim, 'customer.record') as Refused;
    expect(
      refusalOf(CURRENT_POLICY, claim, decision, { action: 'customer.record' }, 'Mutation.a').needed,
    ).toEqual({
      purpose: ['record-keeping'],
      words: expect.any(String),
    });
  });

  it('is never solicitation, whatever a rule says', () => {
    const policy = {
      ...CURRENT_POLICY,
      rules: [
        {
          audience: 'communication' as const,
          purpose: 'solicitation' as const,
          rows: 'scoped' as const,
          clause: 'departments' as const,
          categories: ['operation' as const],
        },
      ],
    };
    expect(refuse('operation', COMMUNICATION, 'Query.a', policy).needed).toEqual({
      words: expect.any(String),
    });
  });
});

describe('what a refusal says', () => {
  it.each([COMMUNICATION, SYSTEMS, { audience: 'partner', purpose: 'statistics' }] satisfies Claim[])(
    'is all of it for $audience',
    (claim) => {
      expect(Object.keys(accessOf('user.device.ip_address', claim)).sort()).toEqual([
        'category',
        'clause',
        'code',
        'decision',
        'needed',
        'policyVersion',
      ]);
    },
  );

  const outsiders: Audience[] = ['public', 'consented-party', 'court-order', 'customer', 'installation'];
  it.each(outsiders)('is the documented shape alone for %s §no-sharing', (audience) => {
    for (const purpose of CURRENT_POLICY.purposes) {
      const claim = { audience, purpose: purpose.key };
      expect(accessOf('operation.intake', claim)).toEqual({
        decision: expect.stringMatching(/^dec_/),
        code: expect.stringMatching(/_NOT_ALLOWED$/),
        clause: expect.any(String),
        policyVersion: CURRENT_POLICY.version,
      });
    }
  });

  it('counts nobody else among the outsiders', () => {
    expect(AUDIENCES.filter(isOutsider).sort()).toEqual([...outsiders].sort());
  });

  it('names the field and nothing else of the request', () => {
    const error = accessError(refuse('operation.intake', COMPLIANCE), 'intakeHealth');
    expect(error.message).toBe('This reader may not have the field intakeHealth.');
  });
});
