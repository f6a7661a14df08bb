import type { Audience, Reader } from '@hearth/policy';
import { Registry } from 'prom-client';
import { createIntrusionGuard, INTRUSION_LIMITS, intrusionLimits } from './index';
import type { Alert, IntrusionLimits } from './index';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ADDRESS = '192.0.2.7';

function watched(limits: Partial<IntrusionLimits> = {}) {
  const clock = { now: Date.parse('2026-05-01T12:00:00Z') };
  const alerts: Alert[] = [];
  const metrics = new Registry();
  const guard = createIntrusionGuard({
    limits,
    metrics,
    now: () => clock.now,
    onAlert: (alert) => alerts.push(alert),
  });
  return { guard, clock, alerts, metrics, detected: () => alerts.map(({ detector }) => detector) };
}

const reader = (audience: Audience, rest: Partial<Reader> = {}): Reader => ({
  audience,
  purpose: 'communication',
  purposes: ['communication'],
  client: 'crm',
  ...rest,
});
const NOTHING = { refused: false, emptyLookups: 0, badCursors: 0 };
const names = (rows: number) => ({ categories: ['company.name' as const], rows });
const people = (rows: number) => ({
  categories: ['user.name' as const, 'user.contact.email' as const],
  rows,
});

describe('the limits', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'take no %d: none can be switched off',
    (value) => {
      expect(() => intrusionLimits({ readerBurst: value })).toThrow(
        'readerBurst: not a whole number above 0',
      );
      expect(() =>
        intrusionLimits({ rowsPerDay: { ...INTRUSION_LIMITS.rowsPerDay, partner: value } }),
      ).toThrow('partner');
    },
  );
});

describe('the guard at the door', () => {
  it('turns an address away that asks too often, all of its /64 with it, and no other §security', () => {
    const { guard, clock } = watched({ addressRequestsPerMinute: 60, addressBurst: 2 });
    expect(guard.admitAddress('2001:db8::1')).toBeUndefined();
    expect(guard.admitAddress('2001:db8::2')).toBeUndefined();
    expect(guard.admitAddress('2001:db8::3')).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 1 });
    expect(guard.admitAddress('2001:db8:0:1::1')).toBeUndefined();
    clock.now += 1_000;
    expect(guard.admitAddress('2001:db8::3')).toBeUndefined();
  });

  it('counts addresses that are none as one', () => {
    const { guard } = watched({ addressBurst: 1 });
    expect(guard.admitAddress('unknown')).toBeUndefined();
    expect(guard.admitAddress('nonsense')?.code).toBe('RATE_LIMITED');
  });

  it('turns a reader away that asks too often, from wherever, and no other reader §security', () => {
    const { guard } = watched({ readerBurst: 1 });
    expect(guard.admitReader(reader('partner', { party: 'par_1' }))).toBeUndefined();
    expect(guard.admitReader(reader('partner', { party: 'par_1' }))?.code).toBe('RATE_LIMITED');
    expect(guard.admitReader(reader('partner', { client: 'other' }))).toBeUndefined();
    expect(guard.admitReader(reader('communication'))).toBeUndefined();
  });

  it('holds those without a token by their address alone', () => {
    const { guard } = watched({ readerBurst: 1 });
    expect([1, 2, 3].map(() => guard.admitReader(reader('public')))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('looks at no token of an address that brought ten bad ones, and raises one alert without the address §security', () => {
    const { guard, clock, alerts } = watched();
    for (let each = 0; each < 9; each += 1) guard.badToken(ADDRESS);
    expect(guard.admitToken(ADDRESS)).toBeUndefined();
    guard.badToken(ADDRESS);
    expect(guard.admitToken(ADDRESS)).toEqual({ code: 'LOCKED_OUT', retryAfterSeconds: 60 });
    expect(guard.admitToken('192.0.2.8')).toBeUndefined();
    expect(alerts).toEqual([
      {
        detector: 'lock-out',
        reader: null,
        audience: null,
        address: expect.stringMatching(/^[\w-]{16}$/),
        figures: { badTokens: 10, lockedSeconds: 60 },
        at: clock.now,
      },
    ]);
    expect(JSON.stringify(alerts)).not.toContain(ADDRESS);
    clock.now += 60_000;
    expect(guard.admitToken(ADDRESS)).toBeUndefined();
  });
});

describe('the guard over rows', () => {
  it.each([
    ['consented-party', 'analyst', 500],
    ['partner', 'par_1', 5_000],
  ] as const)(
    'lets a %s have no more rows a day than its quota §no-solicitation §affiliates',
    (audience, party, most) => {
      const { guard, clock, detected } = watched();
      const outsider = reader(audience, { party });
      for (let page = 0; page < most / 100; page += 1) {
        expect(guard.releasing(outsider, names(100))).toBeUndefined();
      }
      expect(guard.releasing(outsider, names(1))).toEqual({
        code: 'QUOTA_EXCEEDED',
        retryAfterSeconds: 43_200,
      });
      expect(guard.releasing({ ...outsider, client: 'a second client' }, names(1))?.code).toBe(
        'QUOTA_EXCEEDED',
      );
      expect(guard.releasing(reader(audience, { party: 'another' }), names(1))).toBeUndefined();
      expect(detected()).toEqual(['quota']);
      clock.now += DAY / 2;
      expect(guard.releasing(outsider, names(1))).toBeUndefined();
    },
  );

  it('lets a sweep of contacts by a partner end after five full pages, and the rest go on §no-solicitation', () => {
    const { guard, alerts } = watched();
    const partner = reader('partner', { party: 'par_1' });
    for (let page = 0; page < 5; page += 1) expect(guard.releasing(partner, people(100))).toBeUndefined();
    expect(guard.releasing(partner, people(1))?.code).toBe('QUOTA_EXCEEDED');
    expect(guard.releasing(partner, names(100))).toBeUndefined();
    expect(alerts[0]?.figures).toEqual({ asked: 1, taken: 500, most: 500 });
  });

  it('counts as contacts only the rows that are, where an answer says which', () => {
    const { guard } = watched();
    const partner = reader('partner', { party: 'par_1' });
    const mixed = { categories: ['company.name' as const, 'user.name' as const], rows: 700 };
    expect(guard.releasing(partner, mixed)?.code).toBe('QUOTA_EXCEEDED');
    expect(guard.releasing(partner, { ...mixed, types: [names(400), people(300)] })).toBeUndefined();
    expect(guard.releasing(partner, { ...mixed, types: [names(400), people(300)] })?.code).toBe(
      'QUOTA_EXCEEDED',
    );
  });

  it('does not count contacts apart for departments and for what an order names', () => {
    const { guard } = watched();
    for (const inside of [reader('communication'), reader('court-order', { party: 'ord_1' })]) {
      expect(guard.releasing(inside, people(10_000))).toBeUndefined();
    }
  });

  it('counts the rows of today that it is told of at its start', () => {
    const { guard } = watched();
    const partner = { audience: 'partner' as const, client: 'crm', party: 'par_1' };
    guard.seed([
      { ...partner, day: '2026-05-01', rows: 4_999, hours: [9] },
      { ...partner, day: '2026-04-30', rows: 5_000, hours: [9] },
    ]);
    expect(guard.releasing(reader('partner', { party: 'par_1' }), names(2))?.code).toBe('QUOTA_EXCEEDED');
    expect(guard.releasing(reader('partner', { party: 'par_1' }), names(1))).toBeUndefined();
  });
});

describe('the detectors', () => {
  const times = (count: number, act: () => void) => Array.from({ length: count }, act);

  it.each([
    ['enumeration', { ...NOTHING, emptyLookups: 1 }, 20],
    ['refusals', { ...NOTHING, refused: true }, 30],
    ['bad-cursors', { ...NOTHING, badCursors: 1 }, 5],
  ] as const)(
    'raise one alert of %s at the threshold, and none below it §security',
    (detector, answer, threshold) => {
      const { guard, clock, detected } = watched();
      times(threshold - 1, () => guard.answered(reader('partner'), answer));
      expect(detected()).toEqual([]);
      times(threshold, () => guard.answered(reader('partner'), answer));
      expect(detected()).toEqual([detector]);
      clock.now += 600_000;
      times(threshold - 1, () => guard.answered(reader('partner'), answer));
      expect(detected()).toEqual([detector]);
    },
  );

  it('raise nothing over refusals spread over a day, or over the public’s', () => {
    const { guard, clock, detected } = watched();
    for (let each = 0; each < 100; each += 1) {
      guard.answered(reader('partner'), { ...NOTHING, refused: true });
      guard.answered(reader('public'), { ...NOTHING, refused: true });
      guard.answered(reader('public'), { ...NOTHING, refused: true });
      clock.now += 60_000;
    }
    expect(detected()).toEqual([]);
  });

  function withPast(rows: number) {
    const test = watched();
    test.guard.seed(
      Array.from({ length: 10 }, (_, ago) => ({
        audience: 'communication' as const,
        client: 'crm',
        day: new Date(test.clock.now - (ago + 1) * DAY).toISOString().slice(0, 10),
        rows,
        hours: [9, 10, 11, 12, 13, 14, 15],
      })),
    );
    return test;
  }

  it('tell of a reader in hours in which its past has nothing, once a day §security', () => {
    const { guard, clock, alerts } = withPast(100);
    guard.answered(reader('communication'), NOTHING);
    expect(alerts).toEqual([]);
    clock.now += 10 * HOUR;
    times(5, () => guard.answered(reader('communication'), NOTHING));
    expect(alerts).toEqual([
      {
        detector: 'odd-hours',
        reader: 'crm',
        audience: 'communication',
        figures: { hour: 22, days: 10 },
        at: clock.now,
      },
    ]);
  });

  it('tell of a reader whose volume leaves its own past, once a day, and let it read §security', () => {
    const { guard, alerts } = withPast(100);
    expect(guard.releasing(reader('communication'), names(200))).toBeUndefined();
    expect(alerts).toEqual([]);
    times(3, () => expect(guard.releasing(reader('communication'), names(10))).toBeUndefined());
    expect(alerts.map(({ detector, figures }) => [detector, figures])).toEqual([
      ['volume', { rows: 210, usualMax: 200, days: 10 }],
    ]);
  });

  it('say nothing of a reader without a past', () => {
    const { guard, clock, detected } = watched();
    guard.releasing(reader('communication'), names(40_000));
    clock.now += 10 * HOUR;
    guard.answered(reader('communication'), NOTHING);
    expect(detected()).toEqual([]);
  });

  it.each([
    [
      'the person whom an order names',
      reader('court-order', { client: 'jane.doe', party: 'ord_1' }),
      'ord_1',
    ],
    [
      'a customer',
      reader('customer', { client: 'jane.doe', customer: 'cus_9' }),
      expect.stringMatching(/^[\w-]{16}$/),
    ],
    [
      'a consented party',
      reader('consented-party', { client: 'jane.doe' }),
      expect.stringMatching(/^[\w-]{16}$/),
    ],
  ])('never name %s', (_title, asking, name) => {
    const { guard, alerts } = watched();
    guard.answered(asking, { ...NOTHING, badCursors: 9 });
    expect(alerts[0]?.reader).toEqual(name);
    expect(JSON.stringify(alerts)).not.toMatch(/jane|cus_9/);
  });

  it('count what they raise, and what was turned away, from zero', async () => {
    const { guard, metrics } = watched({ addressBurst: 1, readerBurst: 1, badTokensPerMinute: 1 });
    expect(await metrics.metrics()).toContain('hearth_alerts_total{detector="enumeration"} 0');
    times(3, () => guard.admitAddress(ADDRESS));
    times(2, () => guard.admitReader(reader('partner')));
    guard.badToken(ADDRESS);
    times(2, () => guard.releasing(reader('consented-party'), names(501)));
    const text = await metrics.metrics();
    expect(text).toContain('hearth_rate_limited_total{by="address"} 2');
    expect(text).toContain('hearth_rate_limited_total{by="reader"} 1');
    expect(text).toContain('hearth_lock_outs_total 1');
    expect(text).toContain('hearth_quota_refusals_total 2');
    expect(text).toContain('hearth_alerts_total{detector="lock-out"} 1');
    expect(text).toContain('hearth_alerts_total{detector="quota"} 1');
  });
});
