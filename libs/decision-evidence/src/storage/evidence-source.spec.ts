import { CURRENT_POLICY, POLICY_2026_1, POLICY_VERSIONS } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { createEvidenceSource, evidenceUnder, policyInForce } from '../index';
import type { EvidenceSource } from '../index';

const DOORS = ['gateway', 'customer-records', 'usage-reader', 'aggregation', 'partner-access'] as const;
const NOW = Date.parse('2026-05-01T12:00:00Z');
const ORDER = { audience: 'court-order', party: 'ord_1' } as const;

describeEachDialect('the evidence of a door', ({ openRooms }) => {
  let rooms: TestRooms;
  let writer: RoomDatabase;
  let clock: number;
  const now = () => clock;
  const told: unknown[] = [];
  const sourceOf = async (door: (typeof DOORS)[number]): Promise<EvidenceSource> =>
    createEvidenceSource({
      access: await rooms.open('access', door),
      now,
      versions: POLICY_VERSIONS,
      onError: (error) => told.push(error),
    });
  const change = (sql: string, values: readonly unknown[] = []): Promise<void> =>
    writer.write(async (m) => {
      await m.query('UPDATE decision_stamp SET revision = revision + 1 WHERE id = 1');
      await m.query(sql, [...values]);
    });
  const putInForce = async (version: string, document: string): Promise<void> => {
    await change('INSERT INTO policy_versions (version, activated_at, document) VALUES (?, ?, ?)', [
      version,
      0,
      document,
    ]);
    await change('UPDATE decision_stamp SET policy_version = ? WHERE id = 1', [version]);
  };
  const openOrder = (id: string, approvedAt: number | null): Promise<void> =>
    change(
      `INSERT INTO court_orders (id, case_reference, persons, customers, categories, from_at, until_at, opened_by, opened_at,
         approved_at, revision, published) VALUES (?, '1-A', '["clerk"]', '[]', '[]', ?, ?, 'a', 0, ?, 1, 1)`,
      [id, NOW - 1_000, NOW + 1_000, approvedAt],
    );

  beforeAll(async () => {
    rooms = await openRooms();
    writer = await rooms.open('access', 'partner-access');
  });
  beforeEach(() => {
    clock = NOW;
  });
  afterAll(() => rooms.close());

  it('is no evidence while no policy is in force, and says to the operator why', async () => {
    const source = await sourceOf('gateway');
    await expect(source.current()).rejects.toMatchObject({ code: 'EVIDENCE_UNAVAILABLE' });
    expect(String(told.at(-1))).toContain('no policy is in force yet');
    await putInForce(CURRENT_POLICY.version, JSON.stringify(CURRENT_POLICY));
    expect((await source.current()).policy).toBe(CURRENT_POLICY);
  });

  it.each(DOORS)('is told to %s at its very next question, of whatever changed §security', async (door) => {
    const source = await sourceOf(door);
    const before = await source.current();
    expect(before.isRevoked('tok_1', 'cli_1')).toBe(false);
    await change('INSERT INTO revoked_tokens (id, until_at) VALUES (?, ?)', [`tok_${door}`, NOW + 60_000]);
    expect((await source.current()).isRevoked(`tok_${door}`, 'cli_1')).toBe(true);
    await change(
      `INSERT INTO clients (id, name, audience, purposes, registered_by, registered_at, revoked_at)
       VALUES (?, 'A program', 'partner', '[]', 'a', 0, ?)`,
      [`cli_${door}`, NOW],
    );
    const after = await source.current();
    expect(after.isRevoked('tok_1', `cli_${door}`)).toBe(true);
    expect(after.isRevoked('tok_1', 'cli_1')).toBe(false);
    expect(after.revision).toBe(before.revision + 2);
  });

  it('costs one statement where nothing changed, however many ask at once', async () => {
    const access = await rooms.open('access', 'gateway');
    const source = await sourceOf('gateway');
    const first = await source.current();
    const before = access.statementCount();
    expect(await source.current()).toBe(first);
    expect(access.statementCount() - before).toBe(1);
    await Promise.all(Array.from({ length: 50 }, () => source.current()));
    expect(access.statementCount() - before).toBe(2);
  });

  it('forgets a revocation when the token has expired, and no sooner', async () => {
    await change('INSERT INTO revoked_tokens (id, until_at) VALUES (?, ?)', ['tok_old', NOW + 10]);
    clock = NOW + 9;
    expect((await (await sourceOf('gateway')).current()).isRevoked('tok_old', 'x')).toBe(true);
    clock = NOW + 10;
    expect((await (await sourceOf('gateway')).current()).isRevoked('tok_old', 'x')).toBe(false);
  });

  it('lets a court order’s person in while the order is approved, begun and open, and nobody else §legal-order', async () => {
    const source = await sourceOf('aggregation');
    const refused = async (client: string, held: { audience: 'court-order'; party?: string } = ORDER) =>
      (await source.current()).isRevoked('tok_1', client, held);
    expect(await refused('clerk')).toBe(true);
    await openOrder('ord_1', null);
    expect(await refused('clerk')).toBe(true);
    await change('UPDATE court_orders SET approved_at = ? WHERE id = ?', [NOW, 'ord_1']);
    expect(await refused('clerk')).toBe(false);
    expect(await refused('another')).toBe(true);
    expect(await refused('clerk', { audience: 'court-order', party: 'ord_2' })).toBe(true);
    expect(await refused('clerk', { audience: 'court-order' })).toBe(true);
    clock = NOW - 1_001;
    expect(await refused('clerk')).toBe(true);
    clock = NOW + 1_000;
    expect(await refused('clerk')).toBe(true);
    clock = NOW;
    await change('UPDATE court_orders SET closed_at = ? WHERE id = ?', [NOW, 'ord_1']);
    expect(await refused('clerk')).toBe(true);
  });

  it('takes a version in force that this software never knew as it is stored, once §amendments', async () => {
    const source = await sourceOf('gateway');
    const own = { ...POLICY_2026_1, version: '2026.1-own', rules: POLICY_2026_1.rules.slice(1) };
    await putInForce(own.version, JSON.stringify(own));
    const { policy } = await source.current();
    expect(policy).toEqual(own);
    await change('INSERT INTO revoked_tokens (id, until_at) VALUES (?, ?)', ['tok_more', NOW + 60_000]);
    expect((await source.current()).policy).toBe(policy);
  });

  it('is the policy alone for who decides by it and lets nobody in', async () => {
    const access = await rooms.open('access', 'retention-access');
    await change("UPDATE decision_stamp SET policy_version = '2026.1'");
    expect(await policyInForce(access, POLICY_VERSIONS)).toBe(POLICY_2026_1);
    await change('UPDATE decision_stamp SET policy_version = NULL');
    await expect(policyInForce(access, POLICY_VERSIONS)).rejects.toThrow('no policy is in force yet');
    await change("UPDATE decision_stamp SET policy_version = '2026.2'");
    expect(await policyInForce(access, POLICY_VERSIONS)).toBe(CURRENT_POLICY);
  });

  it('under a policy of a proof keeps its revocations', async () => {
    const source = evidenceUnder(POLICY_2026_1, await sourceOf('gateway'));
    expect((await source.current()).policy).toBe(POLICY_2026_1);
    await change('INSERT INTO revoked_tokens (id, until_at) VALUES (?, ?)', ['tok_proof', NOW + 60_000]);
    expect((await source.current()).isRevoked('tok_proof', 'x')).toBe(true);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('the server is gone'))],
    ['does not answer within a second', () => new Promise<never>(() => undefined)],
  ])('is no evidence where the room %s, and is there again once it answers', async (_how, read) => {
    const access = await rooms.open('access', 'gateway');
    let broken = true;
    const source = createEvidenceSource({
      access: { ...access, read: (work) => (broken ? read() : access.read(work)) },
      now,
      versions: POLICY_VERSIONS,
      onError: (error) => told.push(error),
    });
    await expect(source.current()).rejects.toMatchObject({
      name: 'AuthenticationError',
      code: 'EVIDENCE_UNAVAILABLE',
      message: 'It cannot be told now who may read what, so nobody is let in. Try again.',
    });
    broken = false;
    expect((await source.current()).revision).toBeGreaterThan(0);
  });

  it('is no evidence where the policy in force cannot be understood', async () => {
    await putInForce('broken', '{"version":"broken"}');
    const source = await sourceOf('gateway');
    await expect(source.current()).rejects.toMatchObject({ code: 'EVIDENCE_UNAVAILABLE' });
    await change("UPDATE decision_stamp SET policy_version = '2026.2' WHERE id = 1");
    expect((await source.current()).policy).toBe(CURRENT_POLICY);
  });
});
