import fc from 'fast-check';
import { dayAt, dayIndex, isCurrent, scopeNow } from './term';

const DAY_MS = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

describe('a partner’s scope over one customer', () => {
  it.each([
    // Nothing granted: nothing seen.
    ['no term', [], null, '2026-05-01', false, null, false],
    ['a term that has ended', [['2026-01-01', '2026-04-30']], null, '2026-05-01', false, null, false],
    ['a term that has not begun', [['2026-05-02', null]], null, '2026-05-01', false, null, true],
    ['a contract that has ended', [['2026-01-01', null]], '2026-04-30', '2026-05-01', false, null, false],
    [
      'a later term that the contract forestalls',
      [['2026-06-01', null]],
      '2026-05-31',
      '2026-05-01',
      false,
      null,
      false,
    ],
    ['an open term and contract', [['2026-05-01', null]], null, '2026-05-01', true, null, false],
    [
      'its last day, to the end',
      [['2026-01-01', '2026-05-01']],
      null,
      '2026-05-01',
      true,
      '2026-05-02',
      false,
    ],
    [
      'the contract’s end before the term’s',
      [['2026-01-01', '2026-12-31']],
      '2026-06-30',
      '2026-05-01',
      true,
      '2026-07-01',
      false,
    ],
    [
      'the longer of two terms',
      [
        ['2026-01-01', '2026-06-30'],
        ['2026-02-01', '2026-09-30'],
      ],
      null,
      '2026-05-01',
      true,
      '2026-10-01',
      false,
    ],
    [
      'a longer one that is still to come',
      [
        ['2026-01-01', '2026-06-30'],
        ['2026-06-01', null],
      ],
      null,
      '2026-05-01',
      true,
      '2026-07-01',
      true,
    ],
  ] as const)('%s', (_name, terms, contract, today, open, until, changesLater) => {
    const scope = scopeNow(
      terms.map(([startsOn, endsOn]) => ({ startsOn, endsOn })),
      contract,
      today,
    );
    expect(scope).toEqual({ open, untilAt: until === null ? null : at(until), changesLater });
  });

  it('is open on a day exactly if one of its terms holds on that day §affiliates', () => {
    const day = fc.integer({ min: 20_000, max: 20_400 }).map((index) => dayAt(index * DAY_MS));
    const end = fc.option(day, { nil: null });
    const term = fc.record({ startsOn: day, endsOn: end });
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), end, day, (terms, contract, today) => {
        const scope = scopeNow(terms, contract, today);
        expect(scope.open).toBe(terms.some((one) => isCurrent(one, contract, today)));
        if (scope.open && scope.untilAt !== null) {
          // Whoever is let in until then would have been let in on the last day before it, and not by the same terms after.
          expect(scope.untilAt).toBeGreaterThan(dayIndex(today) * DAY_MS);
          const begun = terms.filter(({ startsOn }) => startsOn <= today);
          expect(scopeNow(begun, contract, dayAt(scope.untilAt)).open).toBe(false);
          expect(scopeNow(begun, contract, dayAt(scope.untilAt - 1)).open).toBe(true);
        }
      }),
    );
  });
});
