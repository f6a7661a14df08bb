import type { Reader } from '@hearth/policy';
import { CATEGORIES, CURRENT_POLICY } from '@hearth/policy';
import { accessOf, demand, grantsOf, rowRefusal } from './row-access';

const reader = (change: Partial<Reader>): Reader => ({
  audience: 'partner',
  purpose: 'communication',
  purposes: ['communication'],
  client: 'portal',
  ...change,
});
const row = { customer: 'cus_1', recordedByReader: false, scopes: [] as string[] };

describe('the grants of a row', () => {
  it('are none where nothing is granted', () => {
    const access = accessOf(CURRENT_POLICY, reader({ party: 'par_1' }));
    expect([...grantsOf(access, row)]).toEqual([]);
  });

  it('are none for an audience that no rule knows, on any row', () => {
    const access = accessOf(CURRENT_POLICY, reader({ audience: 'nobody' as never }));
    expect([...grantsOf(access, { ...row, recordedByReader: true, scopes: ['*'] })]).toEqual([]);
  });

  it('of a whole scope are what the rule allows, and not the licence key for a partner', () => {
    const granted = grantsOf(accessOf(CURRENT_POLICY, reader({ party: 'par_1' })), { ...row, scopes: ['*'] });
    expect(granted.has('company.name')).toBe(true);
    expect(granted.has('licence.key')).toBe(false);
    expect(granted.has('user.device.ip_address')).toBe(false);
  });

  it('of a scope with a category are that category and what lies within it §legal-order', () => {
    const access = accessOf(
      CURRENT_POLICY,
      reader({ audience: 'court-order', purpose: 'legal-order', party: 'ord_1' }),
    );
    const granted = grantsOf(access, { ...row, scopes: ['user.contact'] });
    expect([...granted].sort()).toEqual(['user.contact', 'user.contact.email']);
  });

  it('of another customer are none for a customer', () => {
    const access = accessOf(
      CURRENT_POLICY,
      reader({ audience: 'customer', purpose: 'self-access', customer: 'cus_2' }),
    );
    expect(grantsOf(access, row).size).toBe(0);
    expect(grantsOf(access, { ...row, customer: 'cus_2' }).has('licence.key')).toBe(true);
  });

  it('never hold a category that the policy refuses, whatever the evidence §no-sharing', () => {
    for (const rule of CURRENT_POLICY.rules) {
      const access = accessOf(CURRENT_POLICY, reader({ ...rule, party: 'p', customer: 'cus_1' }));
      const granted = grantsOf(access, { customer: 'cus_1', recordedByReader: true, scopes: ['*'] });
      for (const { key } of CATEGORIES) {
        if (access.decisions.get(key)?.allowed !== true) expect(granted.has(key)).toBe(false);
      }
    }
  });

  it('are refused with the clause, and with what would be needed', () => {
    const access = accessOf(CURRENT_POLICY, reader({ party: 'par_1' }));
    expect(rowRefusal(access, 'company.name')).toEqual({
      allowed: false,
      code: 'ROW_NOT_ALLOWED',
      clause: 'affiliates',
      needed: 'A grant that names this category for this customer.',
      policyVersion: CURRENT_POLICY.version,
    });
    expect(() => demand(access, 'licence.key')).toThrow('CATEGORY_NOT_ALLOWED');
  });
});
