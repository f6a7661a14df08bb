import fc from 'fast-check';
import { retentionCutOff } from './index';

const DAY_MS = 86_400_000;
const at = (text: string) => Date.parse(text);
const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) });
const monthCounts = fc.integer({ min: 1, max: 240 });
const months = (instant: number) => new Date(instant).getUTCFullYear() * 12 + new Date(instant).getUTCMonth();

/** The instant so many months later, at the last day of a month that is too short: the other way round, and worked out otherwise. */
function monthsAfter(instant: number, count: number): number {
  const from = new Date(instant);
  const later = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, from.getUTCDate()));
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0);
  return later.getTime() + (instant - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()));
}

describe('the cut-off of a period', () => {
  it.each([
    ['days', 'P30D', '2026-03-02T10:00:00Z', '2026-01-31T10:00:00Z'],
    ['at once', 'P0D', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z'],
    ['months', 'P25M', '2026-11-25T04:00:00Z', '2024-10-25T04:00:00Z'],
    // The last month has no such day: what began on the 29th to 31st of January goes when February is over.
    ['the end of a short month', 'P1M', '2026-02-28T23:59:59.999Z', '2026-01-28T23:59:59.999Z'],
    ['the day after it', 'P1M', '2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['a long month into a short one', 'P1M', '2026-03-31T12:00:00Z', '2026-02-28T12:00:00Z'],
    ['a leap year', 'P12M', '2024-02-29T01:00:00Z', '2023-02-28T01:00:00Z'],
  ])('counts %s', (_what, period, now, expected) => {
    expect(new Date(retentionCutOff(period, at(now)) as number).toISOString()).toBe(
      new Date(expected).toISOString(),
    );
  });

  it.each(['kept', 'until-erased'])('is none where nothing goes by time: %s', (period) => {
    expect(retentionCutOff(period, at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  it('never goes back while time goes on', () => {
    fc.assert(
      fc.property(instants, instants, fc.constantFrom('D', 'M'), monthCounts, (one, other, unit, count) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const period = `P${count}${unit}`;
        expect(retentionCutOff(period, earlier) as number).toBeLessThanOrEqual(
          retentionCutOff(period, later) as number,
        );
      }),
    );
  });

  it('is that many months before, at the same time of day', () => {
    fc.assert(
      fc.property(instants, monthCounts, (now, count) => {
        const instant = retentionCutOff(`P${count}M`, now) as number;
        expect(months(now) - months(instant)).toBe(count);
        expect(instant % DAY_MS).toBe(now % DAY_MS);
      }),
    );
  });

  it('lets nothing go before its months are over, and nothing stay longer than the day on which they are', () => {
    fc.assert(
      fc.property(
        instants,
        monthCounts,
        fc.integer({ min: -5 * DAY_MS, max: 5 * DAY_MS }),
        (from, count, off) => {
          const over = monthsAfter(from, count);
          const now = over + off;
          const goes = from <= (retentionCutOff(`P${count}M`, now) as number);
          if (goes) expect(now).toBeGreaterThanOrEqual(over);
          const nextDay = (Math.floor(over / DAY_MS) + 1) * DAY_MS;
          if (now >= nextDay) expect(goes).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
