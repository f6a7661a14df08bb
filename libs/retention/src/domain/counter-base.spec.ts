import fc from 'fast-check';
import { baseOf } from './counter-base';

const readings = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer());
const days = fc.uniqueArray(fc.integer({ min: 20_240_101, max: 20_240_131 }), { minLength: 1, maxLength: 8 });

describe('what the next fact is measured from', () => {
  it('is of each counter the reading of the latest day that has one', () => {
    expect(
      baseOf([
        { day: 20_240_103, counters: { a: 3 } },
        { day: 20_240_101, counters: { a: 1, b: 1 } },
      ]),
    ).toEqual({ day: 20_240_103, counters: { a: 3, b: 1 } });
  });

  it('is the same whether facts go at once or one after the other, oldest first', () => {
    fc.assert(
      fc.property(
        days.chain((list) => fc.tuple(...list.map((day) => readings.map((counters) => ({ day, counters }))))),
        (facts) => {
          const sorted = [...facts].sort((a, b) => a.day - b.day);
          const stepwise = sorted
            .slice(1)
            .reduce((base, fact) => baseOf([base, fact]), baseOf(sorted.slice(0, 1)));
          expect(baseOf(facts)).toEqual(stepwise);
        },
      ),
    );
  });
});
