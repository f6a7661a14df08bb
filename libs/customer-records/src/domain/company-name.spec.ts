import * as fc from 'fast-check';
import { foldCompanyName } from './company-name';

describe('a folded company name', () => {
  it.each([
    ['Alder & Finch', '  ALDER  &\tfinch '],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'Strasse'],
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

  it('folds to itself, and does not depend on case, for each character there is', () => {
    const unstable = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const folded = foldCompanyName(String.fromCodePoint(code));
      if (foldCompanyName(folded) !== folded || foldCompanyName(folded.toUpperCase()) !== folded)
        unstable.push(code.toString(16));
    }
    expect(unstable).toEqual([]);
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
