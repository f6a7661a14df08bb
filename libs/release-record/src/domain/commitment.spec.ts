import { randomBytes } from 'node:crypto';
import { commitmentMonth, commitmentOf } from './commitment';

describe('the commitment to a customer', () => {
  const [mine, other] = [randomBytes(32), randomBytes(32)];

  it('is found again by whoever holds the key, within a month', () => {
    expect(commitmentOf(mine, '2026-05')).toEqual(commitmentOf(mine, '2026-05'));
    expect(commitmentOf(mine, '2026-05')).toHaveLength(32);
  });

  it('is another in another month, and for another customer', () => {
    const all = [mine, other].flatMap((key) =>
      ['2026-05', '2026-06'].map((month) => commitmentOf(key, month)),
    );
    expect(new Set(all.map((bytes) => bytes.toString('hex'))).size).toBe(4);
  });

  it('goes by the month in UTC, to the millisecond', () => {
    expect(commitmentMonth(Date.parse('2026-05-31T23:59:59.999Z'))).toBe('2026-05');
    expect(commitmentMonth(Date.parse('2026-06-01T01:00:00+02:00'))).toBe('2026-05');
    expect(commitmentMonth(Date.parse('2026-06-01T00:00:00Z'))).toBe('2026-06');
  });
});
