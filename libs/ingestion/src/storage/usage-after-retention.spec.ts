import type { KeyRing } from '@hearth/keys';
import { freshKeys, pseudonymOf } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import { createUsageStore } from './usage-store';
import { usageSeries } from '../domain/usage-series';
import { customerOf, NOW, publishSubjects } from '../testing/test-intake';
import { seed } from '../testing/test-usage';

describeEachDialect('usage of which the first days have been removed', ({ openRooms }) => {
  let rooms: TestRooms;
  let keys: KeyRing;
  let reading: RoomDatabase;
  beforeAll(async () => {
    rooms = await openRooms();
    keys = freshKeys();
    reading = await rooms.open('usage', 'usage-reader');
    await publishSubjects(await rooms.open('usage', 'customer-records'), keys, [{ customer: 1 }]);
    await seed(await rooms.open('usage', 'intake'), await rooms.open('inbox', 'intake'), keys);
  });
  afterAll(() => rooms.close());

  async function series(from: number, to: number) {
    const subject = pseudonymOf(keys.get('pseudonym'), customerOf(1)).toString('hex');
    const store = createUsageStore({
      usage: reading,
      pseudonymKey: keys.get('pseudonym'),
      reader: {
        audience: 'customer',
        purpose: 'self-access',
        purposes: ['self-access'],
        client: 'self',
        customer: customerOf(1),
      },
      policy: CURRENT_POLICY,
      now: () => NOW,
    });
    const facts = (
      await store.factsOf([subject], { metrics: ['steps-executed'], from, to, installations: 'COUNTED' })
    ).get(subject);
    if (!Array.isArray(facts)) throw new Error('the customer was refused its own usage');
    return usageSeries(facts, { id: 'steps-executed', kind: 'counter' }, from, to, 'DAY');
  }

  it('shows the days that stay as it showed them before, whichever days are asked for', async () => {
    const asked = [
      [20_260_101, 20_260_131],
      [20_260_105, 20_260_131],
      [20_260_108, 20_260_131],
      [20_260_109, 20_260_109],
    ] as const;
    const before = await Promise.all(asked.map(([from, to]) => series(from, to)));
    expect(before[0]?.length).toBeGreaterThan(3);
    // What retention does with the days up to the 5th: they go, and what the 8th was measured from stays.
    const retention = await rooms.open('usage', 'retention-usage');
    await retention.write(async (m) => {
      const removed = await m.query<
        { installation: Buffer; counters_since: number; subject: Buffer; counters: string }[]
      >(
        `SELECT installation, counters_since, subject, counters FROM facts
         WHERE day = 20260105 AND installation IN (SELECT installation FROM facts WHERE day = 20260104)`,
      );
      expect(removed).toHaveLength(1);
      for (const { installation, counters_since: since, subject, counters } of removed) {
        await m.query('DELETE FROM facts WHERE installation = ? AND day <= 20260105', [installation]);
        await m.query(
          'INSERT INTO counter_bases (installation, counters_since, subject, day, counters) VALUES (?, ?, ?, 20260105, ?)',
          [installation, since, subject, counters],
        );
      }
    });
    const after = await Promise.all(asked.map(([from, to]) => series(from, to)));
    expect(after).toEqual(before.map((points) => points.filter(({ start }) => start > 20_260_105)));
  });
});
