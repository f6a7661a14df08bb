import type { Policy } from '@hearth/policy';
import { CURRENT_POLICY, POLICY_2026_1, retentionCutOff } from '@hearth/policy';
import type { RoomName } from '@hearth/rooms';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import type { RetainedRoom, RetentionJob, RetentionRun } from './index';
import { createRetention, REMOVALS } from './index';
import type { AllRows } from './testing/any-row';
import { allRows } from './testing/any-row';

const NOW = Date.UTC(2026, 10, 25, 4);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const installation = (n: number): Buffer => Buffer.alloc(16, n);
const cutOffOf = (key: string): number =>
  retentionCutOff(CURRENT_POLICY.retention.find((kept) => kept.key === key)?.period ?? '', NOW) as number;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
const dayNumber = (instant: number): number => Number(dayOf(instant).replaceAll('-', ''));

interface Case {
  readonly what: string;
  readonly class: string;
  readonly room: RoomName;
  readonly table: string;
  /** A row that counts from this instant. */
  readonly row: (instant: number) => Readonly<Record<string, unknown>>;
  /** The latest instant that goes, where it is not the cut-off itself. */
  readonly last?: number;
  /** How much later one stays, in milliseconds. */
  readonly step?: number;
  /** A row that counts from nothing yet. */
  readonly open?: Readonly<Record<string, unknown>>;
}

const scope = (what: string, key: string, room: RoomName, party: string): Case => ({
  what,
  class: key,
  room,
  table: 'scope',
  row: (until_at) => ({ party, until_at }),
  open: { party, until_at: null },
});

const CASES: readonly Case[] = [
  {
    what: 'halves and held reports',
    class: 'held-reports',
    room: 'inbox',
    table: 'halves',
    row: (at) => ({ received_at: at }),
  },
  {
    what: 'sightings, by receipt whatever they observed',
    class: 'sightings',
    room: 'personal',
    table: 'sightings',
    row: (at) => ({ received_at: at, observed_at: NOW, differs: 0 }),
  },
  {
    what: 'consents that were withdrawn',
    class: 'consents',
    room: 'personal',
    table: 'consents',
    row: (at) => ({ withdrawn_at: at, until_at: NOW }),
    open: { withdrawn_at: null, until_at: null },
  },
  {
    what: 'consents that ended',
    class: 'consents',
    room: 'personal',
    table: 'consents',
    row: (at) => ({ until_at: at }),
  },
  {
    what: 'requests that were answered',
    class: 'requests',
    room: 'personal',
    table: 'requests',
    row: (at) => ({ answered_at: at, received_at: 0 }),
    open: { answered_at: null, received_at: 0 },
  },
  {
    what: 'references that were withdrawn',
    class: 'references',
    room: 'personal',
    table: 'customer_references',
    row: (at) => ({ withdrawn_at: at, approved_at: 0 }),
    open: { withdrawn_at: null, approved_at: 0 },
  },
  scope('scopes of consents', 'consents', 'personal', 'analyst/statistics'),
  scope('scopes of cases', 'requests', 'personal', 'req_1'),
  scope('scopes of orders', 'court-orders', 'personal', 'ord_1'),
  scope('scopes of partners', 'assignments', 'personal', 'par_1'),
  scope('scopes of consents, as the gateway asks them', 'consents', 'access', 'analyst/statistics'),
  scope('scopes of cases, as the gateway asks them', 'requests', 'access', 'req_1'),
  scope('scopes of orders, as the gateway asks them', 'court-orders', 'access', 'ord_1'),
  {
    what: 'ids of reports',
    class: 'report-ids',
    room: 'usage',
    table: 'reports',
    row: (at) => ({ received_at: at }),
  },
  {
    what: 'daily facts, by receipt of the last report of the day',
    class: 'daily-facts',
    room: 'usage',
    table: 'facts',
    row: (at) => ({ installation: installation(1), day: 20_230_101, last_received: at, last_observed: 0 }),
  },
  {
    what: 'states of months',
    class: 'month-states',
    room: 'usage',
    table: 'month_states',
    row: (at) => ({ month: 202_301, product: 'p', last_received: at, last_observed: 0 }),
  },
  {
    what: 'installations',
    class: 'installations',
    room: 'usage',
    table: 'installations',
    row: (at) => ({ last_received: at, last_seen: 0 }),
  },
  {
    what: 'links of a chain',
    class: 'links',
    room: 'usage',
    table: 'links',
    row: (at) => ({ received_at: at, observed_at: NOW }),
  },
  {
    what: 'corrections',
    class: 'corrections',
    room: 'usage',
    table: 'corrections',
    row: (at) => ({ last_at: at, first_at: 0 }),
  },
  {
    what: 'failures',
    class: 'failures',
    room: 'usage',
    table: 'failures',
    row: (at) => ({ last_seen: at, first_seen: 0 }),
  },
  {
    what: 'assignments, which hold to the end of their last day',
    class: 'assignments',
    room: 'access',
    table: 'assignments',
    row: (at) => ({ ends_on: dayOf(at), starts_on: '2020-01-01' }),
    last: cutOffOf('assignments') - DAY_MS,
    step: DAY_MS,
    open: { ends_on: null, starts_on: '2020-01-01' },
  },
  {
    what: 'partners to whom nothing is assigned any more',
    class: 'assignments',
    room: 'access',
    table: 'partners',
    row: (at) => ({ contract_ends_on: dayOf(at) }),
    last: cutOffOf('assignments') - DAY_MS,
    step: DAY_MS,
    open: { contract_ends_on: null },
  },
  {
    what: 'clients that were revoked',
    class: 'clients',
    room: 'access',
    table: 'clients',
    row: (at) => ({ revoked_at: at, registered_at: 0 }),
    open: { revoked_at: null, registered_at: 0 },
  },
  {
    what: 'what is known of tokens',
    class: 'clients',
    room: 'access',
    table: 'issued_tokens',
    row: (at) => ({ expires_at: at }),
  },
  {
    what: 'withdrawn tokens, an hour after they would have expired',
    class: 'clients',
    room: 'access',
    table: 'revoked_tokens',
    row: (at) => ({ until_at: at }),
    last: NOW - HOUR_MS,
  },
  {
    what: 'court orders that were closed',
    class: 'court-orders',
    room: 'access',
    table: 'court_orders',
    row: (at) => ({ closed_at: at, until_at: NOW + DAY_MS }),
    open: { closed_at: null, until_at: NOW - DAY_MS },
  },
  {
    what: 'court orders that ran out and nobody closed',
    class: 'court-orders',
    room: 'access',
    table: 'court_orders',
    row: (at) => ({ until_at: at }),
    open: { closed_at: 1, until_at: 1, sealed_until: NOW + DAY_MS },
  },
];

describeEachDialect('retention', ({ openRooms }) => {
  let rooms: TestRooms;
  let rows: AllRows;
  beforeAll(async () => {
    rooms = await openRooms();
    rows = allRows(rooms.config);
  });
  afterAll(async () => {
    await rows.close();
    await rooms.close();
  });
  beforeEach(async () => {
    for (const room of ['inbox', 'personal', 'usage', 'access'] as const)
      await rows.empty(room, [
        ...new Set(REMOVALS.filter((one) => one.room === room).map((one) => one.table)),
      ]);
    await rows.empty('usage', ['dirty_months', 'counter_bases', 'installation_claims']);
  });

  async function jobWith(
    change: { now?: number; policy?: Policy; onError?: () => void } = {},
  ): Promise<RetentionJob> {
    return createRetention({
      rooms: {
        inbox: await rooms.open('inbox', 'retention-inbox'),
        personal: await rooms.open('personal', 'retention-personal'),
        usage: await rooms.open('usage', 'retention-usage'),
        access: await rooms.open('access', 'retention-access'),
      },
      policy: () => Promise.resolve(change.policy ?? CURRENT_POLICY),
      now: () => change.now ?? NOW,
      ...(change.onError ? { onError: change.onError } : {}),
    });
  }
  const run = async (change?: Parameters<typeof jobWith>[0]): Promise<RetentionRun> => {
    const done = await (await jobWith(change)).runOnce();
    expect(done.failed).toEqual([]);
    return done;
  };
  const rowsIn = (done: RetentionRun, key: string, table: string, room?: RoomName): number | undefined =>
    done.removed.find(
      (one) => one.class === key && one.table === table && (room === undefined || one.room === room),
    )?.rows;

  it('looks at every place that it knows, and finds nothing in empty rooms', async () => {
    const done = await run();
    expect(done.removed.map((one) => one.rows)).toEqual(REMOVALS.map(() => 0));
    expect(done.unknown).toEqual([]);
  });

  it.each(CASES.map((one) => [one.what, one] as const))(
    'removes %s when their time is over, and not an instant before §minimise',
    async (_what, { class: key, room, table, row, last = cutOffOf(key), step = 1, open }) => {
      await rows.insert('usage', 'installations', { id: installation(1), last_received: NOW });
      const before = (await rows.dump(room, [table])).length;
      for (const instant of [last - step, last]) await rows.insert(room, table, row(instant));
      await rows.insert(room, table, row(last + step));
      if (open) await rows.insert(room, table, open);
      const job = await jobWith();
      expect(rowsIn(await job.dryRun(), key, table, room)).toBe(2);
      expect(await rows.dump(room, [table])).toHaveLength(before + (open ? 4 : 3));
      expect(rowsIn(await job.runOnce(), key, table, room)).toBe(2);
      expect(await rows.dump(room, [table])).toHaveLength(before + (open ? 2 : 1));
      expect(rowsIn(await job.runOnce(), key, table, room)).toBe(0);
      // The one that stayed goes when its own time has come.
      expect(rowsIn(await run({ now: NOW + 2 * step }), key, table, room)).toBe(1);
    },
  );

  it('has a case here for every table from which something goes', () => {
    const told = new Set(CASES.map(({ class: key, room, table }) => `${key} ${room}.${table}`));
    const without = REMOVALS.map((one) => `${one.class} ${one.room}.${one.table}`).filter(
      (one) => !told.has(one),
    );
    // The chain of the record and claims on installations have tests of their own.
    expect(without).toEqual([
      'installation-claims usage.installation_claims',
      'release-record access.release_entries',
    ]);
  });

  it('removes nothing under a policy that declares no time', async () => {
    await rows.insert('personal', 'sightings', { received_at: 0, differs: 0 });
    await rows.insert('usage', 'reports', { received_at: 0 });
    const done = await run({ policy: POLICY_2026_1 });
    expect(done.removed).toEqual([]);
    expect(await rows.column('usage', 'reports', 'received_at')).toHaveLength(1);
  });

  it('keeps the times of the policy that is in force, and tells of a class that it cannot remove', async () => {
    const retention = CURRENT_POLICY.retention.map((kept) =>
      kept.key === 'sightings'
        ? { ...kept, period: 'P1D' }
        : kept.key === 'links'
          ? { ...kept, key: 'chains' }
          : kept,
    );
    await rows.insert('personal', 'sightings', { received_at: NOW - DAY_MS, differs: 0 });
    await rows.insert('usage', 'links', { received_at: 0 });
    const done = await run({ policy: { ...CURRENT_POLICY, retention } });
    expect(done.unknown).toEqual(['chains']);
    expect(rowsIn(done, 'sightings', 'sightings')).toBe(1);
    expect(await rows.column('usage', 'links', 'received_at')).toHaveLength(1);
  });

  it('goes through many rows in transactions of a thousand at most, and can be broken off between two', async () => {
    const inbox = await rooms.open('inbox', 'intake');
    const many = Array.from({ length: 2_500 }, (_, n) => {
      const id = Buffer.alloc(16);
      id.writeUInt32BE(n, 0);
      return [id, 'held', n, '', Buffer.from('x')];
    });
    const { insertRows } = await import('@hearth/storage');
    await inbox.write((m) =>
      insertRows(m, 'halves', ['id', 'kind', 'received_at', 'product', 'sealed'], many),
    );
    const told: number[] = [];
    const parts = {
      inbox: await rooms.open('inbox', 'retention-inbox'),
      personal: await rooms.open('personal', 'retention-personal'),
      usage: await rooms.open('usage', 'retention-usage'),
      access: await rooms.open('access', 'retention-access'),
    };
    const job = createRetention({
      rooms: parts,
      policy: () => Promise.resolve(CURRENT_POLICY),
      now: () => NOW,
      onRemoved: ({ rows: gone }) => {
        told.push(gone);
        job.stop();
      },
    });
    await job.runOnce();
    expect(told).toEqual([1_000]);
    expect(await rows.column('inbox', 'halves', 'received_at')).toHaveLength(1_500);
    expect(rowsIn(await run(), 'held-reports', 'halves')).toBe(1_500);
  });

  it('does the other classes where one fails, and says which', async () => {
    await rows.insert('usage', 'reports', { received_at: 0 });
    const broken: string[] = [];
    const usage = await rooms.open('usage', 'retention-usage');
    const gone = {
      read: () => Promise.reject(new Error('gone')),
      write: () => Promise.reject(new Error('gone')),
    };
    const parts: Record<RetainedRoom, typeof usage> = {
      inbox: { ...usage, ...gone },
      personal: await rooms.open('personal', 'retention-personal'),
      usage,
      access: await rooms.open('access', 'retention-access'),
    };
    const done = await createRetention({
      rooms: parts,
      policy: () => Promise.resolve(CURRENT_POLICY),
      now: () => NOW,
      onError: (_error, place) => broken.push(`${place.class} ${place.room}.${place.table}`),
    }).runOnce();
    expect(broken).toEqual(['held-reports inbox.halves']);
    expect(done.failed).toEqual([{ class: 'held-reports', room: 'inbox', table: 'halves' }]);
    expect(rowsIn(done, 'report-ids', 'reports')).toBe(1);
  });

  describe('of what was counted', () => {
    const old = cutOffOf('daily-facts');
    const fact = (n: number, instant: number, received: number, counters: object = {}) => ({
      installation: installation(n),
      subject: installation(100 + n),
      product: 'roboserver',
      counters_since: 5,
      day: dayNumber(instant),
      counters: JSON.stringify(counters),
      gauges: '{}',
      last_received: received,
    });
    const claimedAt = (n: number) => ({
      installation: installation(n),
      subject: installation(9),
      claimed_at: NOW,
    });

    it('keeps an installation while a fact or a claim refers to it, and the claim while it reports', async () => {
      for (const n of [1, 2, 3])
        await rows.insert('usage', 'installations', { id: installation(n), last_received: old });
      await rows.insert('usage', 'installations', { id: installation(4), last_received: old + 1 });
      await rows.insert('usage', 'facts', fact(1, old, old + 1));
      for (const n of [3, 4]) await rows.insert('usage', 'installation_claims', claimedAt(n));
      const done = await run();
      expect(await rows.column('usage', 'installations', 'id')).toEqual([installation(1), installation(4)]);
      expect(await rows.column('usage', 'installation_claims', 'installation')).toEqual([installation(4)]);
      expect(rowsIn(done, 'installation-claims', 'installation_claims')).toBe(1);
    });

    it('closes the months from which rows go, before they go, and no other', async () => {
      for (const [month, product] of [
        [202_410, 'roboserver'],
        [202_410, 'jenkins'],
        [202_409, 'roboserver'],
        [202_411, 'roboserver'],
      ])
        await rows.insert('usage', 'dirty_months', { month, product, revision: 1, closed_at: null });
      await rows.insert('usage', 'installations', { id: installation(1), last_received: NOW });
      await rows.insert('usage', 'facts', fact(1, old, old));
      await rows.insert('usage', 'facts', fact(1, old + 30 * DAY_MS, old + 30 * DAY_MS));
      const state = { month: 202_409, product: 'roboserver', installation: installation(1) };
      await rows.insert('usage', 'month_states', { ...state, last_received: old });
      await run();
      const closed = await rows.dump('usage', ['dirty_months']);
      expect(closed.map((row) => JSON.parse(row.slice('dirty_months '.length)) as object)).toEqual([
        expect.objectContaining({ month: 202_409, product: 'roboserver', closed_at: NOW }),
        expect.objectContaining({ month: 202_410, product: 'jenkins', closed_at: null }),
        expect.objectContaining({ month: 202_410, product: 'roboserver', closed_at: NOW }),
        expect.objectContaining({ month: 202_411, product: 'roboserver', closed_at: null }),
      ]);
    });

    it('keeps what the first fact that stays is measured from, and forgets it with the last', async () => {
      await rows.insert('usage', 'installations', { id: installation(1), last_received: NOW });
      const counters = (steps: string, others: object = {}) => ({ steps: [steps, steps], ...others });
      await rows.insert(
        'usage',
        'facts',
        fact(1, old - 2 * DAY_MS, old - 2, counters('10', { loads: ['4', '4'] })),
      );
      await rows.insert('usage', 'facts', fact(1, old - DAY_MS, old, counters('12')));
      await rows.insert('usage', 'facts', fact(1, old + DAY_MS, old + 100, counters('15')));
      // Another start, of which nothing stays.
      await rows.insert('usage', 'facts', { ...fact(1, old, old, counters('99')), counters_since: 6 });
      await run();
      expect(await rows.column('usage', 'facts', 'last_received')).toHaveLength(1);
      const [base, ...others] = (await rows.dump('usage', ['counter_bases'])).map(
        (row) => JSON.parse(row.slice('counter_bases '.length)) as { day: number; counters: string },
      );
      expect(others).toEqual([]);
      expect(base).toMatchObject({ day: dayNumber(old - DAY_MS), counters_since: 5 });
      expect(JSON.parse(base?.counters ?? '')).toEqual(counters('12', { loads: ['4', '4'] }));
      await run({ now: NOW + 100 });
      expect(await rows.dump('usage', ['counter_bases', 'facts'])).toEqual([]);
    });

    it('leaves a fact that a report renews while it is being removed', async () => {
      await rows.insert('usage', 'installations', { id: installation(1), last_received: NOW });
      await rows.insert('usage', 'facts', fact(1, old, old));
      await rows.insert('usage', 'facts', fact(1, old - DAY_MS, old));
      const usage = await rooms.open('usage', 'retention-usage');
      let renewed = false;
      const beside: typeof usage = {
        ...usage,
        // Before the first unit that follows the look, a report comes in.
        write: async (work) => {
          if (!renewed) {
            renewed = true;
            const intake = await rooms.open('usage', 'intake');
            await intake.write((m) =>
              m.query('UPDATE facts SET last_received = ? WHERE day = ?', [NOW, dayNumber(old)]),
            );
          }
          return usage.write(work);
        },
      };
      const removal = REMOVALS.find((one) => one.class === 'daily-facts');
      const gone: number[] = [];
      for await (const n of removal?.remove(beside, { cutOff: old, now: NOW }) ?? []) gone.push(n);
      expect(gone).toEqual([1]);
      expect(await rows.column('usage', 'facts', 'last_received')).toEqual([NOW].map((n) => n));
    });
  });

  it('keeps a partner while something is assigned to it or a client of it is registered', async () => {
    const over = dayOf(cutOffOf('assignments') - DAY_MS);
    for (const id of ['par_1', 'par_2', 'par_3'])
      await rows.insert('access', 'partners', { id, contract_ends_on: over });
    // The contract's end is the assignment's, too: it goes first, and its partner with it.
    await rows.insert('access', 'assignments', { partner: 'par_1', ends_on: null, starts_on: '2020-01-01' });
    await rows.insert('access', 'clients', { party: 'par_2', revoked_at: null });
    const done = await run();
    expect(rowsIn(done, 'assignments', 'assignments')).toBe(1);
    expect(await rows.column('access', 'partners', 'id')).toEqual(['par_2']);
  });

  it('keeps a client known as revoked while a token of it could live, whatever the period', async () => {
    const retention = CURRENT_POLICY.retention.map((kept) =>
      kept.key === 'clients' ? { ...kept, period: 'P0D' } : kept,
    );
    const policy = { ...CURRENT_POLICY, retention };
    await rows.insert('access', 'clients', { revoked_at: NOW - DAY_MS });
    expect(rowsIn(await run({ policy }), 'clients', 'clients')).toBe(0);
    expect(rowsIn(await run({ policy, now: NOW + HOUR_MS }), 'clients', 'clients')).toBe(1);
  });
});
