import * as fc from 'fast-check';
import { foldCompanyName } from './company-name';

describe('a folded company name', () => {
  it.each([
    ['Alder & Finch', '  ALDER  &\tfinch '],
    ['Straße', 'STRASSE'],
    ['Ａcme', 'acme'],
    ['Cafe\u0301', 'CAFÉ'],
  ])('is the same for %j and %j', (a, b) => {
    expect(foldCompanyName(a)).toBe(foldCompanyName(b));
  });

  it.each([
    ['Alder', 'Alders'],
    ['A B', 'AB'],
    ['Acme 1', 'Acme 2'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(foldCompanyName(a)).not.toBe(foldCompanyName(b));
  });

  it('folds to itself, and does not depend on case, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const folded = foldCompanyName(name);
        expect(foldCompanyName(folded)).toBe(folded);
        expect(foldCompanyName(folded.toUpperCase())).toBe(folded);
      }),
      { numRuns: 500 },
    );
  });
});
