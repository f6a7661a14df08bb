import fc from 'fast-check';
import type { Policy, Retention } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import { createRetention } from '@hearth/retention';
import type { DatabaseTarget, RoomDatabase } from '@hearth/storage';
import { insertRows } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import { createRollUp } from './roll-up';
import type { SmallReport } from './testing/small-fleet';
import { emptyTables, landReport, publishAgreements } from './testing/small-fleet';

const DAY_MS = 86_400_000;
const day = (text: string) => Date.parse(`${text}T12:00:00Z`);
// The schedule of the policy with times that a test can go through.
const scheduled = (days: number): Policy => ({
  ...CURRENT_POLICY,
  retention: CURRENT_POLICY.retention.map((kept): Retention =>
    kept.room === 'usage' && kept.period !== 'until-erased' ? { ...kept, period: `P${days}D` } : kept,
  ),
});

describeEachDialect('a month whose rows have gone', ({ openRooms, dialect }) => {
  let rooms: TestRooms;
  let usage: RoomDatabase;
  let statistics: RoomDatabase;
  let intake: RoomDatabase;
  let records: RoomDatabase;
  let clock: number;
  beforeAll(async () => {
    rooms = await openRooms();
    usage = await rooms.open('usage', 'roll-up');
    statistics = await rooms.open('statistics', 'roll-up');
    intake = await rooms.open('usage', 'intake');
    records = await rooms.open('usage', 'customer-records');
  });
  afterAll(() => rooms.close());
  beforeEach(async () => {
    clock = day('2009-12-31');
    await empty();
  });

  const target = (room: 'usage' | 'statistics'): DatabaseTarget =>
    rooms.config.kind === 'sqlite'
      ? { kind: 'sqlite', file: `${rooms.config.folder}/${room}.sqlite` }
      : { kind: 'mysql', url: rooms.config.url(room, 'migrator') };
  async function empty(): Promise<void> {
    const tables = [
      'month_states',
      'facts',
      'counter_bases',
      'installations',
      'dirty_months',
      'subjects',
      'subject_stamps',
    ];
    await emptyTables(target('usage'), tables);
    await emptyTables(target('statistics'), ['cells', 'done_months']);
  }
  const rollUp = () => createRollUp({ usage, statistics, now: () => clock }).runOnce();
  async function remove(days: number): Promise<void> {
    const own = await rooms.open('usage', 'retention-usage');
    const run = await createRetention({
      rooms: {
        inbox: await rooms.open('inbox', 'retention-inbox'),
        personal: await rooms.open('personal', 'retention-personal'),
        usage: own,
        access: await rooms.open('access', 'retention-access'),
      },
      policy: () => Promise.resolve(scheduled(days)),
      now: () => clock,
    }).runOnce();
    expect(run.failed).toEqual([]);
  }
  async function land(report: SmallReport): Promise<void> {
    await landReport(intake, report);
    // Retention goes through the installations that there are.
    await intake.write(async (m) => {
      const known = new Set(
        (await m.query<{ id: Buffer }[]>('SELECT id FROM installations')).map(({ id }) => id.toString('hex')),
      );
      const facts = await m.query<{ installation: Buffer }[]>('SELECT DISTINCT installation FROM facts');
      const columns = [
        ...[
          'id',
          'subject',
          'reported_id',
          'product',
          'version',
          'edition',
          'operating_system',
          'first_seen',
        ],
        ...['last_seen', 'last_report', 'identity_digest', 'last_received'],
      ];
      const blank = Buffer.alloc(16);
      await insertRows(
        m,
        'installations',
        columns,
        facts
          .filter(({ installation }) => !known.has(installation.toString('hex')))
          .map(({ installation }) => [
            ...[installation, blank, blank, 'roboserver', '1', 'ENTERPRISE', 'LINUX', 0],
            ...[0, blank, blank, day('2099-01-01')],
          ]),
      );
    });
  }
  const steps = (value: number, observedAt: number, installation = 1, countersSince = 0): SmallReport => ({
    installation,
    customer: installation,
    observedAt,
    countersSince,
    counters: { 'steps-executed': String(value) },
  });
  /** Every table of every month, without when it was counted. */
  async function tables(): Promise<string[]> {
    const rows = await statistics.read((m) =>
      m.query<object[]>('SELECT * FROM cells ORDER BY statistic, month, k1, k2, k3'),
    );
    return rows.map((row) => JSON.stringify(row));
  }
  const left = async (table: string): Promise<number> =>
    Number(
      (await usage.read((m) => m.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM ${table}`)))[0]?.n ?? 0,
    );

  it('keeps its roll-ups, whatever makes months due afterwards §minimise §statistics', async () => {
    await publishAgreements(records, [
      { customer: 1, industry: '333' },
      { customer: 2, industry: '325' },
    ]);
    await land(steps(100, day('2009-12-28')));
    await land(steps(130, day('2010-01-02')));
    await land(steps(9, day('2009-12-28'), 2));
    clock = day('2010-01-02');
    await rollUp();
    const before = await tables();
    clock = day('2010-02-10');
    await remove(40);
    expect([await left('facts'), await left('month_states')]).toEqual([1, 1]);
    await rollUp();
    // The current month's table of the base is new; what was there stands as it was.
    expect((await tables()).filter((row) => !row.includes('201002'))).toEqual(before);

    // The customer base changes: every month whose tables it is in is due.
    await publishAgreements(records, [{ customer: 1, industry: '311' }]);
    await rollUp();
    const products = (list: readonly string[]) => list.filter((row) => row.includes('roboserver'));
    expect(products(await tables())).toEqual(products(before));

    // A late report of that month: it is counted as long as its own time is, and changes no table of a closed month.
    await land({ ...steps(120, day('2009-12-30')), version: '11.0' });
    await rollUp();
    expect(products(await tables()).filter((row) => row.includes('200912'))).toEqual(
      products(before).filter((row) => row.includes('200912')),
    );
    expect(await rollUp()).toEqual({ months: 0 });

    // Another catalogue: everything that is known would be computed anew.
    const standing = await tables();
    await statistics.write((m) => m.query('DELETE FROM done_months WHERE month = 0'));
    await rollUp();
    expect(await tables()).toEqual(standing);
  });

  it('is kept also where its rows go while it is being computed', async () => {
    await land(steps(100, day('2009-12-28')));
    await land(steps(7, day('2009-12-29'), 2));
    await rollUp();
    const before = await tables();
    await publishAgreements(records, [{ customer: 1, industry: '311' }]);
    await land(steps(8, day('2009-12-30'), 2));
    let readings = 0;
    const interrupted: RoomDatabase = {
      ...usage,
      read: async (fn) => {
        readings += 1;
        // After the revisions and the customers, before the states.
        if (readings === 3) {
          clock = day('2010-03-01');
          await remove(40);
        }
        return usage.read(fn);
      },
    };
    await createRollUp({ usage: interrupted, statistics, now: () => day('2009-12-31') }).runOnce();
    expect(await left('facts')).toBe(0);
    expect((await tables()).filter((row) => row.includes('roboserver'))).toEqual(
      before.filter((row) => row.includes('roboserver')),
    );
  });

  it('is rolled up once from what there is where it never was', async () => {
    await land(steps(100, day('2009-12-01')));
    await land(steps(5, day('2009-12-28'), 2));
    clock = day('2010-01-20');
    await remove(40);
    await rollUp();
    const standing = (await tables()).filter((row) => row.includes('roboserver-installations-by-edition'));
    expect(standing).toHaveLength(1);
    expect(standing[0]).toContain('"installations":1');
  });

  it('changes no sum of a later month: what went is what the next report is measured from', async () => {
    // Reports in order, each received when it was observed, with silences shorter than the time that rows are kept.
    const reports = fc
      .array(
        fc.record({
          gap: fc.integer({ min: 1, max: 30 }),
          grown: fc.integer({ min: 0, max: 50 }),
          installation: fc.integer({ min: 1, max: 2 }),
          restarts: fc.boolean(),
        }),
        { minLength: 2, maxLength: 14 },
      )
      .map((list) => {
        const at = new Map<number, { days: number; value: number; start: number }>();
        return list
          .map(({ gap, grown, installation, restarts }) => {
            const last = at.get(installation) ?? { days: 0, value: 0, start: 0 };
            const next = {
              days: last.days + gap,
              value: (restarts ? 0 : last.value) + grown,
              start: restarts ? last.start + 1 : last.start,
            };
            at.set(installation, next);
            return steps(next.value, day('2009-10-20') + next.days * DAY_MS, installation, next.start);
          })
          .sort((a, b) => a.observedAt - b.observedAt);
      });
    await fc.assert(
      fc.asyncProperty(reports, async (list) => {
        await empty();
        for (const report of list) await land(report);
        clock = day('2010-12-31');
        await rollUp();
        const expected = await tables();
        await empty();
        for (const [at, report] of list.entries()) {
          clock = report.observedAt;
          await land(report);
          await rollUp();
          await remove(31);
          // Everything that may be computed anew is.
          await publishAgreements(records, [{ customer: at, industry: null, startsOn: '2099-01-01' }]);
          await rollUp();
        }
        clock = day('2010-12-31');
        await rollUp();
        expect(await tables()).toEqual(expected);
      }),
      { numRuns: dialect === 'sqlite' ? 40 : 10, endOnFailure: true },
    );
  }, 60_000);
});
