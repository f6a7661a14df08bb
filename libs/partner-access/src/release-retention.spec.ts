import { CURRENT_POLICY, retentionCutOff } from '@hearth/policy';
import { verifyExport } from '@hearth/release-record';
import type { ExportReport, Release } from '@hearth/release-record';
import { createRetention } from '@hearth/retention';
import type { RetentionRun } from '@hearth/retention';
import type { RoomDatabase } from '@hearth/storage';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { recordLines } from './index';
import { accessUnderTest } from './testing/access-under-test';
import type { AccessUnderTest } from './testing/access-under-test';
import { writeReleases } from './testing/write-releases';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-10T12:00:00Z');
// The first instant at which what was written at another may be gone.
const over = (at: number): number => {
  const date = new Date(at);
  const later = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 25, date.getUTCDate()) + (at % DAY_MS);
  expect(retentionCutOff('P25M', later)).toBe(at);
  return later;
};

describeEachDialect('the record of releases when its time is over', ({ openRooms }) => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  let gateway: RoomDatabase;
  const release = (at: number): Release => ({
    at,
    reader: 'crm',
    audience: 'communication',
    purpose: 'communication',
    party: null,
    token: 'tok_a',
    policyVersion: '2026.2',
    operationHash: Buffer.alloc(32, 1),
    types: [
      {
        type: 'Customer',
        categories: ['company.name'],
        clauses: ['departments'],
        customers: ['cus_1', 'cus_2'],
        rows: 2,
      },
    ],
  });
  // Four entries of four days, with a head behind the second and the fourth.
  const days = [0, 1, 2, 3].map((n) => START + n * DAY_MS);

  beforeEach(async () => {
    rooms = await openRooms();
    test = await accessUnderTest(rooms, '2026-06-15T12:00:00Z');
    gateway = await rooms.open('access', 'gateway');
    for (const writer of ['one', 'two']) await writeReleases(gateway, test.keys, writer, days.map(release));
  });
  afterEach(() => rooms.close());

  async function remove(now: number): Promise<RetentionRun> {
    const run = await createRetention({
      rooms: {
        inbox: await rooms.open('inbox', 'retention-inbox'),
        personal: await rooms.open('personal', 'retention-personal'),
        usage: await rooms.open('usage', 'retention-usage'),
        access: await rooms.open('access', 'retention-access'),
      },
      policy: () => Promise.resolve(CURRENT_POLICY),
      now: () => now,
    }).runOnce();
    expect(run.failed).toEqual([]);
    return run;
  }
  const removed = (run: RetentionRun): number | undefined =>
    run.removed.find((one) => one.class === 'release-record')?.rows;
  async function verified(now: number): Promise<ExportReport> {
    const key = test.keys.get('release-verifying');
    const lines: string[] = [];
    for await (const line of recordLines(test.access, key)) lines.push(line);
    return verifyExport(lines, { keys: [key], now });
  }
  async function left(table: string): Promise<number> {
    const [row] = await test.access.read((m) =>
      m.query<{ n: unknown }[]>(`SELECT COUNT(*) AS n FROM ${table} WHERE writer = 'one'`),
    );
    return Number(row?.n);
  }
  const leftOfAll = async (): Promise<number[]> => [
    await left('release_entries'),
    await left('release_customers'),
    await left('release_heads'),
  ];

  it('goes by whole segments behind a signed head, and what is left verifies §minimise §security', async () => {
    const second = over(days[1] as number);
    // The first entry's time is over, and no head stands behind it alone.
    expect(removed(await remove(second - 1))).toBe(0);
    expect(await leftOfAll()).toEqual([4, 8, 2]);
    expect(removed(await remove(second))).toBe(4);
    expect(await leftOfAll()).toEqual([2, 4, 2]);
    expect(await verified(second)).toMatchObject({
      ok: true,
      entries: 4,
      chains: [
        { writer: 'one', from: 2, size: 4 },
        { writer: 'two', from: 2, size: 4 },
      ],
    });
    expect(removed(await remove(second))).toBe(0);
  });

  it('goes whole, and its last head still says how far it went', async () => {
    const last = over(days[3] as number);
    expect(removed(await remove(last))).toBe(8);
    expect(await leftOfAll()).toEqual([0, 0, 1]);
    expect(await verified(last)).toMatchObject({
      ok: true,
      entries: 0,
      chains: [
        { writer: 'one', from: 4, size: 4 },
        { writer: 'two', from: 4, size: 4 },
      ],
    });
    expect(removed(await remove(last + DAY_MS))).toBe(0);
  });

  it('is found to be cut off early where somebody with the rights of retention did it §security', async () => {
    const access = await rooms.open('access', 'retention-access');
    await access.write(async (m) => {
      for (const table of ['release_entries', 'release_customers'])
        await m.query(`DELETE FROM ${table} WHERE writer = 'one' AND idx < 2`);
    });
    const report = await verified(over(days[1] as number) - 1);
    expect(report.findings).toEqual([
      expect.objectContaining({ code: 'BEGINS_EARLY', writer: 'one', index: 0, to: 1 }),
    ]);
    await access.write((m) => m.query("DELETE FROM release_heads WHERE writer = 'one' AND size < 4"));
    expect((await verified(over(days[3] as number))).findings).toEqual([
      expect.objectContaining({ code: 'MISSING', writer: 'one', index: 0, to: 1 }),
    ]);
  });
});
