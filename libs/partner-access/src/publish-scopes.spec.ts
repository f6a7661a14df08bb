import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { publishScopes } from './index';
import { accessUnderTest, VENDOR } from './testing/access-under-test';
import type { AccessUnderTest } from './testing/access-under-test';

describeEachDialect('the publication of scopes', ({ openRooms }) => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  let keys = 0;
  beforeAll(async () => {
    rooms = await openRooms();
    test = await accessUnderTest(rooms, '2026-05-01T12:00:00Z');
  });
  beforeEach(() => {
    test.clock.now = Date.parse('2026-05-01T12:00:00Z');
    test.published.length = 0;
  });
  afterAll(() => rooms.close());

  const register = async (
    contractEndsOn: string | null = null,
    externalKey = `key-${String((keys += 1))}`,
  ) => {
    const mutation = 'mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { id } }';
    const input = { externalKey, name: 'A partner', contractEndsOn };
    const answer = await test.ask(VENDOR, mutation, { input });
    return { id: (answer.data?.['registerPartner'] as { id: string }).id, externalKey };
  };
  const assign = async (partner: string, customer: string, role: string, from: string, until?: string) => {
    const mutation =
      'mutation ($input: AssignCustomersInput!) { assignCustomers(input: $input) { assigned } }';
    const input = { partner, customers: [customer], role, from, until };
    expect((await test.ask(VENDOR, mutation, { input })).errors).toBeUndefined();
  };
  const scope = async (partner: string) => {
    const rows = await test.personal.read((m) =>
      m.query<{ customer: string; category: string; until_at: unknown; version: unknown }[]>(
        'SELECT customer, category, until_at, version FROM scope WHERE party = ?',
        [partner],
      ),
    );
    return rows.map(({ until_at: until, version, ...row }) => ({
      ...row,
      until: until === null ? null : new Date(Number(until)).toISOString(),
      version: Number(version),
    }));
  };
  const waiting = () => test.access.read((m) => m.query<unknown[]>('SELECT * FROM outbox'));
  const publish = () =>
    publishScopes({ access: test.access, personal: test.personal, now: () => test.clock.now });

  it('writes a scope as soon as a customer is assigned, until the earlier of both ends, and says so', async () => {
    const { id } = await register('2026-08-31');
    const customer = await test.customer();
    await assign(id, customer, 'SELLS', '2026-01-01', '2026-12-31');
    expect(await scope(id)).toMatchObject([{ customer, category: '*', until: '2026-09-01T00:00:00.000Z' }]);
    expect(test.published).toEqual([[customer]]);
    expect(await waiting()).toEqual([]);
  });

  it('does nothing when nothing is waiting, and leaves a scope as it is when the same is said again', async () => {
    const { id } = await register();
    const customer = await test.customer();
    await assign(id, customer, 'SELLS', '2026-01-01');
    const before = await scope(id);
    expect(await publish()).toEqual({ customers: [] });
    await assign(id, customer, 'SELLS', '2026-01-01');
    expect(await scope(id)).toEqual(before);
  });

  it('moves all scopes of a partner when its contract is given another end, and closes them when it is past', async () => {
    const { id, externalKey } = await register();
    await assign(id, await test.customer(), 'SELLS', '2026-01-01');
    await assign(id, await test.customer(), 'SUPPORTS', '2026-01-01');
    const versions = (await scope(id)).map(({ version }) => version);
    await register('2026-06-30', externalKey);
    const moved = await scope(id);
    expect(moved.map(({ until }) => until)).toEqual(Array(2).fill('2026-07-01T00:00:00.000Z'));
    expect(moved.every(({ version }, place) => version > (versions[place] ?? 0))).toBe(true);
    await register('2026-04-30', externalKey);
    expect((await scope(id)).map(({ until }) => until)).toEqual(Array(2).fill('2026-05-01T12:00:00.000Z'));
    expect(await waiting()).toEqual([]);
  });

  it('writes nothing for an assignment that has not begun, and writes it when it begins', async () => {
    const { id } = await register();
    const customer = await test.customer();
    await assign(id, customer, 'SUPPORTS', '2026-05-03');
    expect(await scope(id)).toEqual([]);
    expect(test.published).toEqual([]);
    expect(await waiting()).toHaveLength(1);
    test.clock.now = Date.parse('2026-05-03T00:00:00Z');
    expect(await publish()).toEqual({ customers: [customer] });
    expect(await scope(id)).toMatchObject([{ customer, until: null }]);
    expect(await waiting()).toEqual([]);
  });

  it('lengthens a scope when a second, longer assignment begins', async () => {
    const { id } = await register();
    const customer = await test.customer();
    await assign(id, customer, 'SELLS', '2026-01-01', '2026-06-30');
    await assign(id, customer, 'SUPPORTS', '2026-06-01');
    const [first] = await scope(id);
    expect(first).toMatchObject({ until: '2026-07-01T00:00:00.000Z' });
    test.clock.now = Date.parse('2026-06-01T00:00:00Z');
    expect(await publish()).toEqual({ customers: [customer] });
    const [second] = await scope(id);
    expect(second).toMatchObject({ until: null });
    expect(second?.version).toBeGreaterThan(first?.version ?? 0);
  });

  it('keeps the outbox when the customers could not be told of, and comes to the same end on the next run', async () => {
    const { id } = await register();
    const customer = await test.customer();
    await assign(id, customer, 'SELLS', '2026-01-01', '2026-06-30');
    await test.access.write((m) =>
      m.query('INSERT INTO outbox (partner, customer, revision) VALUES (?, ?, ?)', [id, customer, 2]),
    );
    const before = await scope(id);
    const fails = publishScopes({
      access: test.access,
      personal: test.personal,
      now: () => test.clock.now,
      onPublished: () => Promise.reject(new Error('the usage room is away')),
    });
    await expect(fails).rejects.toThrow('the usage room is away');
    expect(await waiting()).toHaveLength(1);
    expect(await publish()).toEqual({ customers: [customer] });
    expect(await scope(id)).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  it('never lets an older revision undo a newer one', async () => {
    const { id } = await register();
    const customer = await test.customer();
    await assign(id, customer, 'SELLS', '2026-01-01', '2026-06-30');
    await assign(id, customer, 'SELLS', '2026-01-01', '2026-09-30');
    const newer = await scope(id);
    // As a slow run would have it: terms read before the second assignment, written after it.
    await test.access.write(async (m) => {
      await m.query('UPDATE assignments SET ends_on = ? WHERE partner = ?', ['2026-06-30', id]);
      await m.query('INSERT INTO outbox (partner, customer, revision) VALUES (?, ?, ?)', [id, customer, 1]);
    });
    await publish();
    expect(await scope(id)).toEqual(newer);
  });
});
