import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import type { RoomDatabase } from '@hearth/storage';
import { firstBrokenRecord } from '../domain/release-record';
import type { Release } from '../domain/release-record';
import { readRecords } from '../testing/gateway-under-test';
import { createReleaseRecorder } from './release-recorder';

const release = (place: number): Release => ({
  at: 1_777_000_000_000 + place,
  reader: `client-${String(place)}`,
  audience: 'communication',
  purpose: 'communication',
  token: place % 2 ? null : 'tok_1',
  clause: 'departments',
  policyVersion: '2026.1',
  operationHash: Buffer.alloc(32, place),
  categories: ['company.name', 'user.name'],
  rows: place,
});

describeEachDialect('what the gateway stores', ({ openRooms }) => {
  let rooms: TestRooms;
  let access: RoomDatabase;
  beforeAll(async () => {
    rooms = await openRooms();
    access = await rooms.open('access', 'gateway');
  });
  afterAll(() => rooms.close());
  const chain = async (writer: string) =>
    (await readRecords(access)).filter((record) => record.writer === writer);

  it('is one unbroken chain, however many releases come at once', async () => {
    const recorder = createReleaseRecorder({ access, writer: 'busy' });
    await Promise.all(Array.from({ length: 450 }, (_, place) => recorder.record(release(place))));
    const records = await chain('busy');
    expect(records.map(({ rows }) => rows)).toEqual(Array.from({ length: 450 }, (_, place) => place));
    expect(firstBrokenRecord(records)).toBeUndefined();
  });

  it('goes on where the writer left off, and beside other writers', async () => {
    await createReleaseRecorder({ access, writer: 'one' }).record(release(1));
    await createReleaseRecorder({ access, writer: 'two' }).record(release(2));
    await createReleaseRecorder({ access, writer: 'one' }).record(release(3));
    expect(await chain('one')).toHaveLength(2);
    expect(firstBrokenRecord(await chain('one'))).toBeUndefined();
    expect(firstBrokenRecord(await chain('two'))).toBeUndefined();
  });

  it('fails for those whose record was not kept, and goes on unbroken after', async () => {
    let broken = false;
    const shaky: RoomDatabase = {
      ...access,
      write: (work) => (broken ? Promise.reject(new Error('disk full')) : access.write(work)),
    };
    const recorder = createReleaseRecorder({ access: shaky, writer: 'shaky' });
    await recorder.record(release(1));
    broken = true;
    await expect(recorder.record(release(2))).rejects.toThrow('disk full');
    broken = false;
    await recorder.record(release(3));
    const records = await chain('shaky');
    expect(records.map(({ rows }) => rows)).toEqual([1, 3]);
    expect(firstBrokenRecord(records)).toBeUndefined();
  });

  it('refuses a writer’s name that has no room', () => {
    expect(() => createReleaseRecorder({ access, writer: '' })).toThrow('writer');
    expect(() => createReleaseRecorder({ access, writer: 'w'.repeat(33) })).toThrow('writer');
  });
});
