import fc from 'fast-check';
import { compareVersions } from './version-order';

/** Versions as they come, in the order in which they were released. */
const RELEASED = [
  '1.0-dev',
  '1.0.0-alpha.1',
  '1.0-alpha2',
  '1.0-beta',
  '1.0-M1',
  '1.0-m2',
  '1.0-rc.2',
  '1.0.0-RC10',
  '1.0-SNAPSHOT',
  '1.0',
  '1.0.0+build7',
  '1.0-hotfix',
  '1.0.1',
  '1.9',
  '1.10-rc1',
  '1.10',
  '1.10.0.3',
  'v1.11',
  '2.0',
  '10.3.0',
  '10.3.0_2',
  '11.5.0.3',
  '20090101',
  '99999999999999999999999998',
  '99999999999999999999999999',
];

const version = fc.oneof(
  fc.constantFrom(...RELEASED),
  fc.stringMatching(/^[0-9A-Za-z.+_-]{1,32}$/),
  // Few pieces, so that versions meet and differ late.
  fc
    .array(fc.constantFrom('0', '00', '1', '9', '10', 'rc', 'a', 'beta', 'M', '.', '-', '+', '_', 'v'), {
      minLength: 1,
      maxLength: 7,
    })
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

describe('the order of versions', () => {
  it('is that of their releases, whatever order they came in', () => {
    const shuffled = fc.shuffledSubarray(RELEASED, { minLength: RELEASED.length });
    fc.assert(fc.property(shuffled, (any) => expect(any.toSorted(compareVersions)).toEqual(RELEASED)));
  });

  it('puts a release before whatever appends a number to it, and after what announces it', () => {
    const numbers = fc.array(fc.nat(), { minLength: 1, maxLength: 5 }).map((all) => all.join('.'));
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1 }), (release, next) => {
        expect(compareVersions(release, `${release}.${next}`)).toBeLessThan(0);
        expect(compareVersions(`${release}-rc${next}`, release)).toBeLessThan(0);
        expect(compareVersions(`${release}-beta`, `${release}-rc${next}`)).toBeLessThan(0);
      }),
    );
  });

  it('compares numbers as numbers, of any length', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 31n });
    fc.assert(
      fc.property(digits, digits, (a, b) =>
        expect(Math.sign(compareVersions(`3.${a}`, `3.${b}`))).toBe(a === b ? 0 : a < b ? -1 : 1),
      ),
    );
  });

  it('says 0 of the same text alone, and the opposite when asked the other way round', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const order = compareVersions(a, b);
        expect(order === 0).toBe(a === b);
        expect(Math.sign(compareVersions(b, a)) + Math.sign(order)).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compareVersions) as [string, string, string];
        expect(
          [compareVersions(a, b), compareVersions(b, c), compareVersions(a, c)].every((one) => one <= 0),
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
