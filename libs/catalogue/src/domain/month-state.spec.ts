import fc from 'fast-check';
import { observation, observations } from '../testing/observations';
import { dayFactOf, mergeDayFact } from './day-fact';
import { mergeMonthState, monthStateOf } from './month-state';

const stateOf = (given: Parameters<typeof observation>[0]) =>
  monthStateOf(observation(given), 'i1', 's1', 1_000);

describe('A month state', () => {
  it('is the same whatever the order and the grouping in which reports are merged', () => {
    fc.assert(
      fc.property(
        observations.chain((list) =>
          fc.record({
            list: fc.constant(list),
            shuffled: fc.shuffledSubarray(list, { minLength: list.length }),
            cut: fc.integer({ min: 0, max: list.length }),
          }),
        ),
        ({ list, shuffled, cut }) => {
          const merge = (given: typeof list) => given.map(stateOf).reduce(mergeMonthState);
          const left = shuffled.slice(0, cut);
          const right = shuffled.slice(cut);
          const grouped =
            left.length > 0 && right.length > 0
              ? mergeMonthState(merge(left), merge(right))
              : merge(shuffled);
          expect(grouped).toEqual(merge(list));
        },
      ),
    );
  });

  it('lets the last report speak, keeps the greatest value, and adds up the reports', () => {
    const early = stateOf({
      id: 'b',
      observedAt: Date.UTC(2009, 11, 3),
      version: '1.336',
      gauges: { executors: '10' },
    });
    const late = stateOf({ id: 'a', observedAt: Date.UTC(2009, 11, 9), gauges: { executors: '9' } });
    const merged = mergeMonthState(late, early);
    expect(merged).toMatchObject({ version: '1.337', reports: 2, lastReport: 'a' });
    expect(merged.state.gauges['executors']).toEqual(['9', '10']);
  });

  it('lets the smaller report id speak at one instant', () => {
    const [smaller, greater] = [stateOf({ id: 'a', version: '1.1' }), stateOf({ id: 'b', version: '1.2' })];
    expect(mergeMonthState(smaller, greater).version).toBe('1.1');
    expect(mergeMonthState(greater, smaller).version).toBe('1.1');
  });

  it('has no last value of a gauge that the last report does not carry', () => {
    const early = stateOf({ id: 'b', observedAt: 1e12, gauges: { executors: '10' } });
    const late = stateOf({ id: 'a', observedAt: 1e12 + 1 });
    expect(mergeMonthState(early, late).state.gauges['executors']).toEqual([null, '10']);
  });

  it('belongs to the UTC month of the instant, whatever the offset was in which it was written', () => {
    expect(stateOf({ id: 'a', observedAt: Date.parse('2009-12-31T23:30:00-08:00') }).month).toBe(201001);
    expect(stateOf({ id: 'a', observedAt: Date.parse('2010-01-01T00:30:00+01:00') }).month).toBe(200912);
  });

  it('is not merged with that of another month or installation', () => {
    const december = stateOf({ id: 'a' });
    expect(() => mergeMonthState(december, { ...december, month: 201001 })).toThrow(TypeError);
    expect(() => mergeMonthState(december, { ...december, installation: 'i2' })).toThrow(TypeError);
  });
});

describe('A day’s fact', () => {
  it('is the same whatever the order in which reports are merged', () => {
    fc.assert(
      fc.property(
        observations.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const merge = (given: typeof list) =>
            given.map((one) => dayFactOf(observation(one), 'i1', 's1', 1_000)).reduce(mergeDayFact);
          expect(merge(shuffled)).toEqual(merge(list));
        },
      ),
    );
  });

  it('is not merged with that of another day or start', () => {
    const fact = dayFactOf(observation({ id: 'a' }), 'i1', 's1', 1_000);
    expect(() => mergeDayFact(fact, { ...fact, day: 20091221 })).toThrow(TypeError);
    expect(() => mergeDayFact(fact, { ...fact, countersSince: 5 })).toThrow(TypeError);
  });
});
