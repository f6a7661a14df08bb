import type { RoomDatabase } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { openTestRooms } from '@hearth/test-databases';
import { createRollUp } from './roll-up';
import { landReport } from './testing/small-fleet';

const day = (text: string) => Date.parse(`${text}T12:00:00Z`);
const now = () => day('2010-01-20');

describe('the running of the roll-up', () => {
  let rooms: TestRooms;
  let usage: RoomDatabase;
  let statistics: RoomDatabase;
  let intake: RoomDatabase;
  beforeEach(async () => {
    rooms = await openTestRooms('sqlite');
    usage = await rooms.open('usage', 'roll-up');
    statistics = await rooms.open('statistics', 'roll-up');
    intake = await rooms.open('usage', 'intake');
  });
  afterEach(() => rooms.close());

  async function installations(): Promise<number> {
    const rows = await statistics.read((m) =>
      m.query<{ value: number }[]>(
        "SELECT value FROM cells WHERE statistic = 'roboserver-installations-by-edition' AND month = 200912",
      ),
    );
    return rows[0]?.value ?? 0;
  }

  it('runs by itself once started, tells of failures, and stops', async () => {
    await landReport(intake, { installation: 1, customer: 1, observedAt: day('2009-12-21') });
    let broken = true;
    const errors: unknown[] = [];
    const failing: RoomDatabase = {
      ...usage,
      read: (fn) => (broken ? Promise.reject(new Error('away')) : usage.read(fn)),
    };
    const ticking = createRollUp({
      usage: failing,
      statistics,
      now,
      onError: (error) => {
        errors.push(error);
        broken = false;
      },
    });
    ticking.start(5);
    await until(async () => (await installations()) > 0);
    await ticking.stop();
    expect(errors).toHaveLength(1);
    await landReport(intake, { installation: 2, customer: 1, observedAt: day('2009-12-21') });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await installations()).toBe(1);
  });

  it('tells how far it is', async () => {
    await landReport(intake, { installation: 1, customer: 1, observedAt: day('2009-12-21') });
    const told: string[] = [];
    const onProgress = (p: { month: number; product: string; done: number; of: number }) =>
      told.push(`${p.month} ${p.product} ${p.done}/${p.of}`);
    await createRollUp({ usage, statistics, now, onProgress }).runOnce();
    expect(told).toEqual(['201001 * 1/3', '200912 * 2/3', '200912 roboserver 3/3']);
  });
});

async function until(test: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end;) {
    if (await test()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('It did not come true.');
}
