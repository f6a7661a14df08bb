import type { Category, Reader } from '@hearth/policy';
import { CATEGORIES, CURRENT_POLICY, isWithin } from '@hearth/policy';
import * as fc from 'fast-check';
import { accessOf, grantsOf } from './row-access';

const journal: Reader = {
  audience: 'consented-party',
  purpose: 'publication',
  purposes: ['publication'],
  client: 'journal',
  party: 'journal-1',
};
const granted = (reader: Reader, scopes: readonly string[]): ReadonlySet<Category> =>
  grantsOf(accessOf(CURRENT_POLICY, reader), { customer: 'cus_1', recordedByReader: false, scopes });

describe('what a consent grants', () => {
  it('is nothing where there is none, and nothing for another purpose than publication or analysis §consent', () => {
    expect(granted(journal, []).size).toBe(0);
    for (const purpose of ['communication', 'compliance', 'statistics', 'solicitation'] as const)
      expect(granted({ ...journal, purpose }, ['company', 'user.contact']).size).toBe(0);
  });

  it('is what it names and the policy lets a consent name, whatever it names §consent', () => {
    const never: readonly Category[] = ['licence', 'user.device', 'usage', 'agreement'];
    fc.assert(
      fc.property(fc.subarray(CATEGORIES.map(({ key }) => key)), (scopes) => {
        for (const category of granted(journal, scopes)) {
          expect(scopes.some((named) => isWithin(category, named))).toBe(true);
          expect(never.some((ancestor) => isWithin(category, ancestor))).toBe(false);
        }
      }),
    );
    expect([...granted(journal, ['company.name'])]).toEqual(['company.name']);
  });
});
