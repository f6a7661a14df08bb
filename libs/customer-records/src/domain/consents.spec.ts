import { decide, CATEGORIES, CURRENT_POLICY, isWithin } from '@hearth/policy';
import * as fc from 'fast-check';
import type { ConsentInput, ConsentTerm } from './consents';
import { checkConsent, CONSENT_CATEGORIES, CONSENT_PURPOSES, consentScopes } from './consents';
import { CONSENT_PARTY_LENGTH_MAX, PROSE_LENGTH_MAX } from './limits';

const NOW = Date.UTC(2026, 5, 1);
const INPUT: ConsentInput = {
  party: 'gazette',
  purpose: 'publication',
  categories: ['company.name'],
  text: 'Yes.',
};

describe('a consent', () => {
  const refused: readonly [field: string, change: Partial<ConsentInput>][] = [
    ['party', { party: '' }],
    ['party', { party: 'the gazette' }],
    // A slash would let one party pass for another's purpose.
    ['party', { party: 'gazette/publication' }],
    ['party', { party: 'g'.repeat(CONSENT_PARTY_LENGTH_MAX + 1) }],
    // Partners, orders and cases have scopes of their own.
    ['party', { party: 'par_1' }],
    ['party', { party: 'ord_1' }],
    ['party', { party: 'req_1' }],
    ['categories', { categories: [] }],
    ['categories[0]', { categories: ['*'] }],
    ['categories[0]', { categories: ['licence.key'] }],
    ['categories[0]', { categories: ['user.device.ip_address'] }],
    ['categories[0]', { categories: ['usage.customer'] }],
    ['categories[0]', { categories: ['user'] }],
    ['categories[1]', { categories: ['company.name', 'company.record'] }],
    ['until', { until: NOW }],
    ['until', { from: NOW + 2_000, until: NOW + 1_000 }],
    ['text', { text: ' \n ' }],
    ['text', { text: 'x'.repeat(PROSE_LENGTH_MAX + 1) }],
    ['text', { text: 'a\u0000b' }],
  ];
  it.each(refused)('is refused by its %s: %j', (field, change) => {
    expect(() => checkConsent({ ...INPUT, ...change }, NOW)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', field }),
    );
  });

  it('is taken with each category once, and begins at once where it does not say', () => {
    const categories = ['company.name', 'user.contact', 'company.name'];
    expect(checkConsent({ ...INPUT, categories }, NOW)).toEqual({
      ...INPUT,
      categories: ['company.name', 'user.contact'],
      from: NOW,
    });
  });

  it('can name exactly what the policy lets a consented party have, and no more §consent', () => {
    for (const purpose of CONSENT_PURPOSES) {
      const releasable = CATEGORIES.map(({ key }) => key).filter((key) => {
        const decision = decide(CURRENT_POLICY, { audience: 'consented-party', purpose }, key);
        return decision.allowed && decision.rows === 'scoped' && key !== 'company.record';
      });
      expect([...CONSENT_CATEGORIES].sort()).toEqual(releasable.sort());
    }
  });
});

describe('the scopes of several consents', () => {
  const term: fc.Arbitrary<ConsentTerm> = fc.record({
    party: fc.constantFrom('gazette', 'analyst'),
    purpose: fc.constantFrom(...CONSENT_PURPOSES),
    categories: fc.uniqueArray(fc.constantFrom(...CONSENT_CATEGORIES), { minLength: 1 }),
    from: fc.integer({ min: 0, max: 20 }),
    until: fc.option(fc.integer({ min: 1, max: 30 })),
    withdrawnAt: fc.option(fc.integer({ min: 0, max: 20 })),
  });
  const live = (consent: ConsentTerm, at: number) =>
    consent.withdrawnAt === null && consent.from <= at && (consent.until === null || consent.until > at);

  it('are none without a consent', () => {
    expect(consentScopes([], NOW)).toEqual([]);
  });

  it('open a field at an instant exactly where a consent does that began, stands and has not ended', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), fc.integer({ min: 0, max: 30 }), (consents, at) => {
        const scopes = consentScopes(consents, at);
        for (const party of ['gazette', 'analyst']) {
          for (const purpose of CONSENT_PURPOSES) {
            for (const category of CONSENT_CATEGORIES) {
              const opened = scopes.some(
                (s) => s.party === `${party}/${purpose}` && isWithin(category, s.category as typeof category),
              );
              const permitted = consents.some(
                (c) =>
                  live(c, at) &&
                  c.party === party &&
                  c.purpose === purpose &&
                  c.categories.some((of) => isWithin(category, of as typeof category)),
              );
              expect(opened).toBe(permitted);
            }
          }
        }
      }),
    );
  });

  it('last until the last of the live consents to a field ends, and no longer', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), fc.integer({ min: 0, max: 30 }), (consents, at) => {
        for (const { party, category, until } of consentScopes(consents, at)) {
          const ends = consents
            .filter(
              (c) => live(c, at) && `${c.party}/${c.purpose}` === party && c.categories.includes(category),
            )
            .map((c) => c.until ?? Infinity);
          expect(until ?? Infinity).toBe(Math.max(...ends));
        }
      }),
    );
  });
});
