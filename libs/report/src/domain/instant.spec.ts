import fc from 'fast-check';
import { parseInstant } from './instant';

describe('An RFC 3339 instant', () => {
  it.each([
    ['2009-12-19T00:00:23-08:00', '2009-12-19T08:00:23.000Z'],
    ['2024-02-29T23:59:59.9999Z', '2024-02-29T23:59:59.999Z'],
    ['2026-11-20t12:00:00.5z', '2026-11-20T12:00:00.500Z'],
    ['2026-11-20T00:30:00+01:30', '2026-11-19T23:00:00.000Z'],
  ])('%s is %s', (text, iso) => expect(parseInstant(text)).toBe(Date.parse(iso)));

  it.each([
    '2026-11-20',
    '2026-11-20T12:00:00',
    '2026-11-20 12:00:00Z',
    '2026-11-20T12:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T12:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '0050-01-01T00:00:00Z',
    '2026-11-20T12:00:00+24:00',
    '2026-11-20T12:00:00+0100',
    'Fri, 20 Nov 2026 12:00:00 GMT',
    ' 2026-11-20T12:00:00Z',
    '',
  ])('%j is none', (text) => expect(parseInstant(text)).toBeUndefined());

  it('is what was written, for every millisecond of 9,000 years', () => {
    const span = {
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(span), (date) => expect(parseInstant(date.toISOString())).toBe(date.getTime())),
    );
  });
});
