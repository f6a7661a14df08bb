import * as fc from 'fast-check';
import { createHistory } from './history';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describe('the history of readers', () => {
  it('adds up a day and keeps as many days as it may', () => {
    const clock = { now: 0 };
    const history = createHistory({ historyDays: 3, readersMax: 10, now: () => clock.now });
    for (let day = 0; day < 6; day += 1) {
      clock.now = day * DAY + 9 * HOUR;
      history.add('a', 10);
      clock.now += HOUR;
      history.add('a', 5);
    }
    const { past, today, hour } = history.add('a', 0);
    expect(past.map(({ day }) => day)).toEqual([2, 3, 4]);
    expect(past[0]).toEqual({ day: 2, rows: 15, hours: (1 << 9) | (1 << 10) });
    expect(today).toEqual({ day: 5, rows: 15, hours: (1 << 9) | (1 << 10) });
    expect(hour).toBe(10);
  });

  it('begins a day with nothing told', () => {
    const clock = { now: 0 };
    const history = createHistory({ historyDays: 3, readersMax: 10, now: () => clock.now });
    history.add('a', 1).told.add('volume');
    expect(history.add('a', 1).told.has('volume')).toBe(true);
    clock.now += DAY;
    expect(history.add('a', 1).told.has('volume')).toBe(false);
  });

  it('never remembers more readers or days than it may, whatever comes when', () => {
    const activity = fc.array(fc.tuple(fc.nat(30), fc.nat(3 * DAY), fc.nat(20)), { maxLength: 200 });
    fc.assert(
      fc.property(activity, (acts) => {
        const clock = { now: 50 * DAY };
        const history = createHistory({ historyDays: 4, readersMax: 5, now: () => clock.now });
        for (const [reader, later, ago] of acts) {
          clock.now += later;
          history.seed(String(reader), { day: Math.floor(clock.now / DAY) - ago, rows: 1, hours: 1 });
          expect(history.add(String(reader), 1).past.length).toBeLessThanOrEqual(4);
          expect(history.size).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});
