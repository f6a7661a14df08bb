import { dateOfDay, dayOf, daysBetween, daysOfMonth, dayStart, monthOf } from './calendar';

describe('The calendar is UTC', () => {
  it('files an instant under its day and month', () => {
    const instant = Date.parse('2024-02-29T23:59:59.999Z');
    expect([dayOf(instant), monthOf(instant), dateOfDay(dayOf(instant))]).toEqual([
      20240229,
      202402,
      '2024-02-29',
    ]);
    expect([dayOf(instant + 1), monthOf(instant + 1)]).toEqual([20240301, 202403]);
    expect(dayOf(dayStart(20240229))).toBe(20240229);
  });

  it('knows the ends of months, leap years among them', () => {
    expect(daysOfMonth(202402)).toEqual({ first: 20240201, last: 20240229 });
    expect(daysOfMonth(202302).last).toBe(20230228);
    expect(daysOfMonth(202612).last).toBe(20261231);
  });

  it('counts days across months and years', () => {
    expect(daysBetween(20231231, 20240101)).toBe(1);
    expect(daysBetween(20240301, 20240228)).toBe(-2);
  });
});
