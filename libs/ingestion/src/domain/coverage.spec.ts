import fc from 'fast-check';
import { addDays } from './calendar';
import { coverageOf } from './coverage';

const days = (firstDay: number, ...seen: number[]) => ({ product: 'roboserver', firstDay, days: seen });

describe('coverage', () => {
  it('owes every day from the first report on, and none that is still to come', () => {
    const one = days(20260103, 20260103, 20260105);
    expect(coverageOf([one], 20260101, 20260131, 20260106)).toEqual({ daysObserved: 2, daysDue: 4 });
    expect(coverageOf([one], 20260104, 20260105, 20260131)).toEqual({ daysObserved: 1, daysDue: 2 });
  });

  it('owes nothing of an installation before its first day, and goes on owing of one that fell silent', () => {
    expect(coverageOf([days(20260110)], 20260101, 20260109, 20260131)).toEqual({
      daysObserved: 0,
      daysDue: 0,
    });
    expect(coverageOf([days(20250101)], 20260101, 20260110, 20260131)).toEqual({
      daysObserved: 0,
      daysDue: 10,
    });
  });

  it('of a span is the sum of its parts, and never above what is due', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays(20260101, n));
    const installation = fc
      .record({ firstDay: day, days: fc.uniqueArray(day) })
      .map((drawn) => ({ product: 'x', ...drawn, days: drawn.days.filter((d) => d >= drawn.firstDay) }));
    fc.assert(
      fc.property(fc.array(installation), day, day, (all, cut, today) => {
        const [from, to] = [20260101, addDays(20260101, 60)];
        const of = (first: number, last: number) => coverageOf(all, first, last, today);
        const whole = of(from, to);
        const parts = [of(from, cut), of(addDays(cut, 1), to)] as const;
        expect(parts[0].daysObserved + parts[1].daysObserved).toBe(whole.daysObserved);
        expect(parts[0].daysDue + parts[1].daysDue).toBe(whole.daysDue);
        expect(whole.daysObserved).toBeLessThanOrEqual(whole.daysDue);
      }),
    );
  });
});
