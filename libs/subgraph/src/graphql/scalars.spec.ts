import fc from 'fast-check';
import { DateOnly, DateTime, dayNumber, dayText, Int64 } from './scalars';

describe('Int64', () => {
  it('is decimal text outside and a bigint inside, over all 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        expect(Int64.parseValue(Int64.serialize(value))).toBe(value);
      }),
    );
    expect(Int64.serialize(7)).toBe('7');
  });

  it.each(['9223372036854775808', '01', '1.0', '1e3', '', ' 1', '+1', 1.5, 2 ** 53, null, true, {}, []])(
    'refuses %p',
    (value) => {
      expect(() => Int64.parseValue(value)).toThrow('Int64: a whole number of 64 bits, as decimal text');
    },
  );
});

describe('Date', () => {
  it('is a day that exists', () => {
    expect(DateOnly.parseValue('2024-02-29')).toBe('2024-02-29');
    expect(DateOnly.serialize(20240229)).toBe('2024-02-29');
    expect(dayNumber('2024-02-29')).toBe(20240229);
    expect(dayText(20240229)).toBe('2024-02-29');
  });

  it.each([
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '20240101',
    '2024-01-01T00:00:00Z',
    20240101,
    null,
    {},
  ])('refuses %p', (value) => {
    expect(() => DateOnly.parseValue(value)).toThrow('Date: a day as YYYY-MM-DD');
  });
});

describe('DateTime', () => {
  it('takes any offset and gives out UTC', () => {
    expect(DateTime.parseValue('2026-11-23T01:30:00+02:00')).toBe(Date.UTC(2026, 10, 22, 23, 30));
    expect(DateTime.serialize(Date.UTC(2026, 10, 22))).toBe('2026-11-22T00:00:00.000Z');
    expect(DateTime.serialize(0n)).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([
    '2026-11-23',
    '2026-11-23T01:30:00',
    '2026-02-30T00:00:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23 01:30:00Z',
    '2026-11-23T01:30:00+99:00',
    1,
    null,
  ])('refuses %p', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('DateTime: an instant by RFC 3339 with its offset');
  });
});
