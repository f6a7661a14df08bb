import fc from 'fast-check';
import type { DatabaseTarget, RoomDatabase } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import { createRollUp } from './roll-up';
import type { SmallAgreement } from './testing/small-fleet';
import { claimInstallation, emptyTables, landReport, publishAgreements } from './testing/small-fleet';

const day = (text: string, hour = 12) => Date.parse(`${text}T${String(hour).padStart(2, '0')}:00:00Z`);
const now = () => day('2010-01-20');

describeEachDialect('rolling up', ({ openRooms, dialect }) => {
  let rooms: TestRooms;
  let usage: RoomDatabase;
  let statistics: RoomDatabase;
  let intake: RoomDatabase;
  let records: RoomDatabase;
  let reading: RoomDatabase;
  beforeAll(async () => {
    rooms = await openRooms();
    usage = await rooms.open('usage', 'roll-up');
    statistics = await rooms.open('statistics', 'roll-up');
    intake = await rooms.open('usage', 'intake');
    records = await rooms.open('usage', 'customer-records');
    reading = await rooms.open('usage', 'usage-reader');
  });
  afterAll(() => rooms.close());
  beforeEach(empty);

  const rollUp = (of: RoomDatabase = usage) => createRollUp({ usage: of, statistics, now });

  async function empty(): Promise<void> {
    await emptyTables(target('usage'), [
      'month_states',
      'facts',
      'dirty_months',
      'subjects',
      'subject_stamps',
      'installations',
      'installation_claims',
    ]);
    await emptyTables(target('statistics'), ['cells', 'done_months']);
  }
  // No account of the rooms may empty the usage room: the migrator may.
  function target(room: 'usage' | 'statistics'): DatabaseTarget {
    const { config } = rooms;
    return config.kind === 'sqlite'
      ? { kind: 'sqlite', file: `${config.folder}/${room}.sqlite` }
      : { kind: 'mysql', url: config.url(room, 'migrator') };
  }
  async function cells(statistic: string, month = 200912): Promise<string[]> {
    const rows = await statistics.read((m) =>
      m.query<{ k1: string; k2: string; value: number; customers: number; installations: number }[]>(
        'SELECT k1, k2, value, customers, installations FROM cells WHERE statistic = ? AND month = ? ORDER BY k1, k2',
        [statistic, month],
      ),
    );
    return rows.map(
      (row) => `${row.k1}${row.k2 && `/${row.k2}`} ${row.value} ${row.customers} ${row.installations}`,
    );
  }
  async function dump(): Promise<unknown> {
    return statistics.read(async (m) => [
      await m.query('SELECT * FROM cells ORDER BY statistic, month, k1, k2, k3'),
      await m.query('SELECT month, product, revision FROM done_months ORDER BY month, product'),
    ]);
  }
  /** Forgets everything and computes it anew, in another transaction per month but from nothing. */
  async function fromScratch(): Promise<unknown> {
    await statistics.write(async (m) => {
      await m.query('DELETE FROM cells');
      await m.query('DELETE FROM done_months');
    });
    await rollUp().runOnce();
    return dump();
  }

  it('counts installations by what their last report of the month said, and distinct customers §statistics', async () => {
    await landReport(intake, { installation: 1, customer: 1, observedAt: day('2009-12-20'), version: '9.0' });
    await landReport(intake, {
      installation: 1,
      customer: 1,
      observedAt: day('2009-12-21'),
      version: '10.0',
    });
    await landReport(intake, {
      installation: 2,
      customer: 1,
      observedAt: day('2009-12-21'),
      version: '10.0',
    });
    await landReport(intake, { installation: 3, customer: 2, observedAt: day('2009-12-21'), version: '9.0' });
    await rollUp().runOnce();
    expect(await cells('roboserver-installations-by-version')).toEqual(['10.0 2 1 2', '9.0 1 1 1']);
  });

  it('counts Jenkins installations only with two reports in the month, by plugin and by plugin and version', async () => {
    const breakdowns = { plugins: { git: { '1.0': 1 }, svn: { '2.0': 1, '2.1': 1 } }, jobs: { free: 4 } };
    const jenkins = { product: 'jenkins', customer: 1, breakdowns } as const;
    await landReport(intake, { ...jenkins, installation: 1, observedAt: day('2009-12-21') });
    await landReport(intake, { ...jenkins, installation: 1, observedAt: day('2009-12-22') });
    await landReport(intake, { ...jenkins, installation: 2, observedAt: day('2009-12-22') });
    await rollUp().runOnce();
    // An entry for each version that is listed, of one installation of one customer.
    expect(await cells('installations-by-plugin')).toEqual(['git 1 1 1', 'svn 2 1 1']);
    expect(await cells('plugin-versions')).toEqual(['git/1.0 1 1 1', 'svn/2.0 1 1 1', 'svn/2.1 1 1 1']);
    expect(await cells('jobs-by-type')).toEqual(['free 4 1 1']);
  });

  it('sums the increases of a counter, booked on the later day across the end of a month', async () => {
    const steps = (value: number, observedAt: number, countersSince = 0) =>
      landReport(intake, {
        installation: 1,
        customer: 1,
        observedAt,
        countersSince,
        counters: { 'steps-executed': String(value) },
      });
    await steps(100, day('2009-12-28'));
    await steps(130, day('2010-01-02'));
    // A restart: counting begins at nought again.
    await steps(7, day('2010-01-03'), day('2010-01-03', 1));
    await rollUp().runOnce();
    expect(await cells('roboserver-steps-executed', 200912)).toEqual([' 100 1 1']);
    expect(await cells('roboserver-steps-executed', 201001)).toEqual([' 37 1 1']);
    // What was counted by 31 December moves from January to December with the report that arrives late.
    await steps(120, day('2009-12-31'));
    await rollUp().runOnce();
    expect(await cells('roboserver-steps-executed', 200912)).toEqual([' 120 1 1']);
    expect(await cells('roboserver-steps-executed', 201001)).toEqual([' 17 1 1']);
  });

  it('leaves out what nobody confirmed and what was disowned, and counts it from the word on that it is theirs', async () => {
    const version = 'roboserver-installations-by-version';
    await landReport(intake, { installation: 1, customer: 1, observedAt: day('2009-12-21'), version: '9.0' });
    for (const installation of [2, 3]) {
      await landReport(intake, {
        installation,
        customer: 1,
        observedAt: day('2009-12-21'),
        version: '10.0',
        needsConfirmation: true,
        counters: { 'steps-executed': '5' },
      });
    }
    await rollUp().runOnce();
    expect(await cells(version)).toEqual(['9.0 1 1 1']);
    expect(await cells('roboserver-steps-executed')).toEqual([]);
    // From the 21st to the end of December.
    expect(await cells('@roboserver')).toEqual([
      'apart 2 0 0',
      'daysObserved 1 0 0',
      'daysToEnd 11 0 0',
      'reporting 1 0 0',
    ]);
    await claimInstallation(reading, 2, 'confirmed');
    await claimInstallation(reading, 1, 'not-mine');
    await rollUp().runOnce();
    expect(await cells(version)).toEqual(['10.0 1 1 1']);
    expect(await cells('roboserver-steps-executed')).toEqual([' 5 1 1']);
    await claimInstallation(reading, 1, 'confirmed');
    await claimInstallation(reading, 2, 'not-mine');
    await rollUp().runOnce();
    expect(await cells(version)).toEqual(['9.0 1 1 1']);
  });

  it('keeps the greatest 64-bit value where a sum would not fit', async () => {
    const counters = { 'steps-executed': String(2n ** 63n - 1n) };
    for (const installation of [1, 2]) {
      await landReport(intake, { installation, customer: 1, observedAt: day('2009-12-28'), counters });
    }
    await rollUp().runOnce();
    expect(await cells('roboserver-steps-executed')).toEqual([' 9223372036854775807 1 2']);
  });

  it('counts customers with an agreement in force in the month, in every known month and the current one', async () => {
    await landReport(intake, { installation: 1, customer: 1, observedAt: day('2009-12-21') });
    await publishAgreements(records, [
      { customer: 1, industry: '333' },
      { customer: 2, industry: '333', startsOn: '2009-12-31' },
      { customer: 3, industry: '325', startsOn: '2010-01-01' },
      { customer: 4, industry: '325', endsOn: '2009-11-30' },
      { customer: 5, industry: null, endsOn: '2009-12-01' },
    ]);
    await rollUp().runOnce();
    expect(await cells('customers-by-industry', 200912)).toEqual(['333 2 2 0', 'UNKNOWN 1 1 0']);
    expect(await cells('customers-by-industry', 201001)).toEqual(['325 1 1 0', '333 2 2 0']);
    await publishAgreements(records, [{ customer: 1, industry: '311' }]);
    expect(await rollUp().runOnce()).toEqual({ months: 2 });
    expect(await cells('customers-by-industry', 200912)).toEqual(['311 1 1 0']);
  });

  it('does nothing where nothing has changed, and takes away what is no more', async () => {
    await landReport(intake, { installation: 1, customer: 1, observedAt: day('2009-12-21'), version: '9.0' });
    await rollUp().runOnce();
    expect(await rollUp().runOnce()).toEqual({ months: 0 });
    await landReport(intake, {
      installation: 1,
      customer: 1,
      observedAt: day('2009-12-22'),
      version: '10.0',
    });
    expect(await rollUp().runOnce()).toEqual({ months: 1 });
    expect(await cells('roboserver-installations-by-version')).toEqual(['10.0 1 1 1']);
  });

  it('loses no report that lands while its month is recomputed, whichever reading it lands after', async () => {
    const steps = (installation: number, observedAt: number) => ({
      installation,
      customer: installation,
      observedAt,
      counters: { 'steps-executed': String(installation * 1000 + (observedAt % 997)) },
    });
    await landReport(intake, steps(1, day('2009-12-21')));
    await landReport(intake, steps(1, day('2010-01-02')));
    let landed = 0;
    for (let after = 1; ; after += 1) {
      await landReport(intake, steps(1, day('2009-12-22', after % 20)));
      let readings = 0;
      const interrupted: RoomDatabase = {
        ...usage,
        read: async (fn) => {
          const result = await usage.read(fn);
          readings += 1;
          if (readings === after) {
            landed += 1;
            await landReport(intake, steps(1 + landed, day('2009-12-23')));
            await landReport(intake, steps(1 + landed, day('2010-01-03')));
          }
          return result;
        },
      };
      await rollUp(interrupted).runOnce();
      if (readings < after) break;
      await rollUp().runOnce();
      const kept = await dump();
      expect(kept).toEqual(await fromScratch());
      expect(await cells('roboserver-installations-by-edition')).toEqual([
        `enterprise ${1 + landed} ${1 + landed} ${1 + landed}`,
      ]);
    }
    // The revisions, the customers, and states and facts of two months.
    expect(landed).toBeGreaterThanOrEqual(6);
  });

  it('loses no report while reports and roll-ups run side by side', async () => {
    const sending = Promise.all(
      Array.from({ length: 4 }, async (_, customer) => {
        for (let n = 0; n < 15; n += 1) {
          const observedAt = day(n % 2 ? '2009-12-21' : '2010-01-04', n);
          await landReport(intake, { installation: customer * 5 + (n % 5), customer, observedAt });
        }
      }),
    );
    let sent = false;
    void sending.finally(() => (sent = true));
    const [one, other] = [rollUp(), rollUp()];
    while (!sent) {
      await Promise.all([one.runOnce(), one.runOnce(), other.runOnce()].map((run) => run.catch(ignoreClash)));
      // On SQLite reads settle without ever leaving the event loop's turn, and the writers would wait for good.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sending;
    await one.runOnce();
    const kept = await dump();
    expect(await cells('roboserver-installations-by-edition')).toEqual(['enterprise 20 4 20']);
    expect(kept).toEqual(await fromScratch());
  });

  it('comes to the same tables by any order of reports, claims, agreements and runs as from scratch §statistics', async () => {
    const report = fc.record({
      installation: fc.integer({ min: 1, max: 3 }),
      customer: fc.constant(1),
      product: fc.constantFrom('roboserver' as const, 'jenkins' as const),
      observedAt: fc.integer({ min: 0, max: 70 }).map((days) => day('2009-11-10') + days * 86_400_000),
      version: fc.constantFrom('1.0', '2.0'),
      countersSince: fc.constantFrom(0, 1),
      counters: fc.integer({ min: 0, max: 50 }).map((n) => ({ 'steps-executed': String(n) })),
      needsConfirmation: fc.boolean(),
    });
    const claim = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('confirmed' as const, 'not-mine' as const),
      fc.constantFrom('roboserver', 'jenkins'),
    );
    const agreements: fc.Arbitrary<SmallAgreement[]> = fc.array(
      fc.record({
        customer: fc.integer({ min: 1, max: 4 }),
        industry: fc.constantFrom('333', '325', null),
        startsOn: fc.constantFrom('2009-11-30', '2009-12-15', '2010-01-01'),
      }),
      { maxLength: 4 },
    );
    const step = fc.oneof(
      { weight: 5, arbitrary: report.map((r) => () => landReport(intake, r).then(() => undefined)) },
      {
        weight: 2,
        arbitrary: claim.map(
          ([of, verdict, product]) =>
            () =>
              claimInstallation(reading, of, verdict, product),
        ),
      },
      { weight: 1, arbitrary: agreements.map((a) => () => publishAgreements(records, a)) },
      {
        weight: 2,
        arbitrary: fc.constant(() =>
          rollUp()
            .runOnce()
            .then(() => undefined),
        ),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        await empty();
        for (const run of steps) await run();
        await rollUp().runOnce();
        const kept = await dump();
        expect(kept).toEqual(await fromScratch());
      }),
      { numRuns: dialect === 'sqlite' ? 25 : 8, endOnFailure: true },
    );
  }, 60_000);
});

// Two roll-ups of one month at once may clash; the one that lost has written nothing and comes round again.
function ignoreClash(): void {
  return undefined;
}
