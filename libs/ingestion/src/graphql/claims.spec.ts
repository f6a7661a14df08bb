import type { RowEvidence } from '@hearth/decision-evidence';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import fc from 'fast-check';
import type { Answer } from '../testing/claimed-usage';
import { ClaimedUsage, READERS } from '../testing/claimed-usage';
import { customerOf, licenceOf, publishSubjects, uuid, wireReport } from '../testing/test-intake';
import { publishScopes } from '../testing/test-usage';

const CONFIRM = 'mutation($id: ID!) { confirmInstallation(id: $id) { id version confirmation } }';
const DISOWN = 'mutation($id: ID!) { disownInstallation(id: $id) { id version confirmation } }';
const USAGE = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Customer {
  counted: usage(metrics: ["steps-executed"], from: "2026-01-01", to: "2026-01-31", grain: MONTH) {
    points { increase coverage { daysObserved daysDue } } coverage { daysObserved daysDue } }
  apart: usage(metrics: ["steps-executed"], from: "2026-01-01", to: "2026-01-31", grain: MONTH, installations: UNCONFIRMED) {
    points { increase } coverage { daysObserved daysDue } }
} } }`;

const FEBRUARY = Date.UTC(2026, 1, 10);
const { compliance, communication, partner, customer, operations, productManagement } = READERS;

/** A report of the customer's nth installation on a day of January: steps are a number that tells which. */
const report = (number: number, of: number, installation: number, day: number, steps: number) =>
  wireReport(number, {
    licenceKey: licenceOf(of),
    installationId: uuid(installation, 2),
    observedAt: `2026-01-${String(day).padStart(2, '0')}T08:00:00Z`,
    countersSince: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
    counters: { 'steps-executed': steps },
  });

describeEachDialect('what is said of installations', ({ openRooms, dialect }) => {
  let rooms: TestRooms;
  let usage: ClaimedUsage;
  // Customer 1 wants confirmation, and has two installations; customer 2 wants none.
  let mine: readonly string[];
  let others: string;
  // The steps of each installation, by its id.
  const steps = new Map<string, bigint>();

  beforeAll(async () => {
    rooms = await openRooms();
    usage = await ClaimedUsage.open(rooms, Date.UTC(2026, 0, 8));
    await publishSubjects(usage.records, usage.keys, [
      { customer: 1, needsConfirmation: true },
      { customer: 2 },
    ]);
    await publishScopes(usage.records, usage.keys, [[1, 'usage.installation', null]]);
    await usage.send([report(1, 1, 1, 5, 10)], [report(2, 2, 3, 5, 1000)]);
    const [first] = await usage.installationsOf(1);
    await usage.send([report(3, 1, 2, 6, 100)]);
    mine = await usage.installationsOf(1);
    others = (await usage.installationsOf(2))[0] as string;
    for (const id of mine) steps.set(id, id === first ? 10n : 100n);
    usage.clock.at = FEBRUARY;
  });
  afterAll(() => rooms.close());
  beforeEach(() => usage.forget('installation_claims', 'dirty_months', 'corrections'));

  const said = (answer: Answer) =>
    (answer.data?.['confirmInstallation'] ?? answer.data?.['disownInstallation'] ?? null) as {
      id: string;
      confirmation: string | null;
    } | null;
  interface Series {
    readonly points: readonly { increase: string; coverage?: object }[];
    readonly coverage: { daysObserved: number; daysDue: number };
  }
  async function shown(number: number): Promise<{ counted: Series; apart: Series }> {
    const of = [{ __typename: 'Customer', id: customerOf(number) }];
    const answer = await usage.ask(compliance, USAGE, { of });
    expect(answer.errors).toBeUndefined();
    type Found = { _entities: { counted: Series[]; apart: Series[] }[] };
    const [found] = (answer.data as unknown as Found)._entities;
    return { counted: found?.counted[0] as Series, apart: found?.apart[0] as Series };
  }
  const sum = ({ points }: Series) => points.reduce((total, { increase }) => total + BigInt(increase), 0n);
  const revisions = async () =>
    (await usage.rows('SELECT month, revision FROM dirty_months ORDER BY month')).map(
      ({ month, revision }) => `${String(month)} ${String(revision)}`,
    );
  const corrections = async () =>
    (await usage.rows('SELECT day, reason, count_value FROM corrections ORDER BY day, reason')).map(
      ({ day, reason, count_value: count }) => `${String(day)} ${String(reason)} ${String(count)}`,
    );

  it('keep their usage apart until then, with its own coverage, and count it where no agreement wants anything said', async () => {
    const before = await shown(1);
    expect(before.counted).toEqual({ points: [], coverage: { daysObserved: 0, daysDue: 0 } });
    // From the fifth and the sixth to the end of January.
    expect([sum(before.apart), before.apart.coverage]).toEqual([110n, { daysObserved: 2, daysDue: 53 }]);
    const free = await shown(2);
    expect([sum(free.counted), free.apart.points]).toEqual([1000n, []]);
    expect(free.counted.points).toMatchObject([{ coverage: { daysObserved: 1, daysDue: 27 } }]);
  });

  it('count from the word of the customer on, and are left out from its other word on: the last one stands', async () => {
    const [id] = mine as [string];
    const own = steps.get(id) as bigint;
    expect(said(await usage.ask(customer(1), CONFIRM, { id }))).toEqual({
      id,
      version: '10.3.0',
      confirmation: 'CONFIRMED',
    });
    let now = await shown(1);
    expect([sum(now.counted), sum(now.apart)]).toEqual([own, 110n - own]);
    expect(said(await usage.ask(customer(1), DISOWN, { id }))?.confirmation).toBe('NOT_MINE');
    now = await shown(1);
    expect([sum(now.counted), sum(now.apart)]).toEqual([0n, 110n - own]);
    expect(said(await usage.ask(customer(1), CONFIRM, { id }))?.confirmation).toBe('CONFIRMED');
    expect(sum((await shown(1)).counted)).toBe(own);
  });

  it('make the months anew and correct each day that had closed, once for each time that the figures change', async () => {
    const [id] = await usage.installationsOf(2);
    await usage.ask(customer(2), CONFIRM, { id });
    // It counted before: nothing changes.
    expect([await revisions(), await corrections()]).toEqual([[], []]);
    for (let times = 0; times < 2; times += 1) await usage.ask(customer(2), DISOWN, { id });
    expect([await revisions(), await corrections()]).toEqual([['202601 1'], ['20260105 not-mine 1']]);
    await usage.ask(customer(2), CONFIRM, { id });
    expect([await revisions(), await corrections()]).toEqual([
      ['202601 2'],
      ['20260105 confirmed 1', '20260105 not-mine 1'],
    ]);
    const answer = await usage.ask(
      operations,
      '{ corrections(from: "2026-01-01", to: "2026-01-31", product: "roboserver") { day product reason count firstAt } }',
    );
    expect(answer.data?.['corrections']).toContainEqual({
      day: '2026-01-05',
      product: 'roboserver',
      reason: 'CONFIRMED',
      count: '1',
      firstAt: '2026-02-10T00:00:00.000Z',
    });
  });

  it('are kept with when and by which audience, and nothing that names anybody', async () => {
    const [id] = mine as [string];
    await usage.ask(compliance, CONFIRM, { id });
    const [row] = await usage.rows('SELECT verdict, audience, claimed_at FROM installation_claims');
    expect({ ...row, claimed_at: Number(row?.['claimed_at']) }).toEqual({
      verdict: 'confirmed',
      audience: 'compliance',
      claimed_at: FEBRUARY,
    });
  });

  it('may be said by a department that sees no installation, which is shown none for it §departments', async () => {
    const [id] = mine as [string];
    const answer = await usage.ask(communication, CONFIRM, { id });
    expect(said(answer)).toEqual({ id, version: null, confirmation: null });
    expect(answer.errors?.map(({ extensions }) => extensions.access?.code)).toEqual([
      'CATEGORY_NOT_ALLOWED',
      'CATEGORY_NOT_ALLOWED',
    ]);
    expect(sum((await shown(1)).counted)).toBe(steps.get(id));
  });

  it('may be said by nobody of another’s, which is the same answer as of none and of no id §affiliates §knowledge', async () => {
    const before = await usage.rows('SELECT COUNT(*) AS n FROM installation_claims');
    for (const reader of [partner, customer(1)]) {
      for (const mutation of [CONFIRM, DISOWN]) {
        const answers = await Promise.all(
          [others, 'f'.repeat(32), 'none', ''].map((id) => usage.ask(reader, mutation, { id })),
        );
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        expect(said(answers[0] as Answer)).toBeNull();
        expect(answers[0]?.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      }
    }
    expect(await usage.rows('SELECT COUNT(*) AS n FROM installation_claims')).toEqual(before);
    expect(said(await usage.ask(partner, CONFIRM, { id: mine[0] }))?.confirmation).toBe('CONFIRMED');
  });

  it.each([
    ['product management', productManagement],
    ['operations', operations],
  ] as const)('may not be said by %s at all', async (_who, reader) => {
    for (const mutation of [CONFIRM, DISOWN]) {
      const answer = await usage.ask(reader, mutation, { id: mine[0] });
      expect([said(answer), answer.errors?.[0]?.extensions.access?.code]).toEqual([
        null,
        'ACTION_NOT_ALLOWED',
      ]);
    }
    expect(await usage.rows('SELECT * FROM installation_claims')).toEqual([]);
  });

  it('may not be said by a partner whose assignment has ended, though its scope is still published', async () => {
    const nothing: RowEvidence = {
      grantsOn: async () => new Map(),
      recordedBy: async () => new Set(),
      partnersOf: async () => new Set(),
      customersOf: async () => [],
    };
    const other = await openRooms();
    try {
      const behind = await ClaimedUsage.open(other, FEBRUARY, nothing);
      await publishSubjects(behind.records, behind.keys, [{ customer: 1, needsConfirmation: true }]);
      await publishScopes(behind.records, behind.keys, [[1, '*', null]]);
      await behind.send([report(1, 1, 1, 5, 10)]);
      const [id] = await behind.installationsOf(1);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      const answer = await behind.ask(partner, CONFIRM, { id });
      expect([said(answer), answer.errors?.[0]?.extensions.code]).toEqual([null, 'NOT_FOUND']);
      expect(await behind.rows('SELECT * FROM installation_claims')).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('come to the same figures in any order that ends with the same words', async () => {
    const word = fc.record({ at: fc.integer({ min: 0, max: 1 }), confirmed: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (words) => {
        await usage.forget('installation_claims');
        const last = new Map<string, boolean>();
        for (const { at, confirmed } of words) {
          const id = mine[at] as string;
          last.set(id, confirmed);
          await usage.ask(customer(1), confirmed ? CONFIRM : DISOWN, { id });
        }
        const expected = [...last].reduce(
          (total, [id, isMine]) => total + (isMine ? (steps.get(id) ?? 0n) : 0n),
          0n,
        );
        const apart = mine.reduce((total, id) => total + (last.has(id) ? 0n : (steps.get(id) ?? 0n)), 0n);
        const now = await shown(1);
        expect([sum(now.counted), sum(now.apart)]).toEqual([expected, apart]);
      }),
      { numRuns: dialect === 'sqlite' ? 25 : 8, endOnFailure: true },
    );
  });

  it('are one word where many speak at once, and correct each day as often as the figures changed', async () => {
    const [id] = mine as [string];
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => usage.ask(customer(1), index % 2 ? CONFIRM : DISOWN, { id })),
    );
    const [claim] = await usage.rows('SELECT verdict FROM installation_claims');
    const counts = claim?.['verdict'] === 'confirmed';
    expect(sum((await shown(1)).counted)).toBe(counts ? steps.get(id) : 0n);
    const changes = new Map(
      (await usage.rows('SELECT reason, count_value FROM corrections')).map((row) => [
        row['reason'],
        Number(row['count_value']),
      ]),
    );
    // Apart at first: each time that it is confirmed and then disowned is a pair.
    expect((changes.get('confirmed') ?? 0) - (changes.get('not-mine') ?? 0)).toBe(counts ? 1 : 0);
  });

  it('need not be said any more once its agreement says so, and its past months are made anew', async () => {
    const [first] = await usage.rows('SELECT id FROM installations ORDER BY id LIMIT 1');
    expect(first).toBeDefined();
    await usage.records.write((m) => m.query('UPDATE subjects SET needs_confirmation = 0'));
    await usage.send([{ ...report(9, 1, 1, 5, 10), observedAt: '2026-02-09T08:00:00Z' }]);
    const { counted, apart } = await shown(1);
    expect([sum(counted), sum(apart)]).toEqual([10n, 100n]);
    expect((await revisions()).map((line) => line.replace(/ [1-9]\d*$/, ' n'))).toEqual([
      '202601 n',
      '202602 n',
    ]);
  });
});
