import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import type { TestReader } from '../testing/claimed-usage';
import { ClaimedUsage, READERS } from '../testing/claimed-usage';
import { customerOf, publishSubjects, uuid, wireReport } from '../testing/test-intake';

const NOW = Date.UTC(2026, 0, 15, 12);
const EVIDENCE = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { installations { edges { node {
  clockAheadSeconds evidence { forks versionFlipBacks overlaps since days questions } } } } } } }`;

/** A digest of the chain, told by a short name. */
const digest = (name: string): string => Buffer.from(name.padEnd(16, '.')).toString('hex');

describeEachDialect('evidence of a copied installation', ({ openRooms }) => {
  let rooms: TestRooms;
  let usage: ClaimedUsage;

  /** A report of an installation: its name in the chain, what it continues, and when. */
  const chained = (
    number: number,
    installation: number,
    [name, previous]: readonly [string, string | null],
    day: number,
    over: object = {},
  ) =>
    [
      wireReport(number, {
        installationId: uuid(installation, 2),
        sequence: Number(name.slice(1)),
        observedAt: `2026-01-${String(day).padStart(2, '0')}T08:00:00Z`,
        countersSince: '2026-01-01T00:00:00Z',
        ...over,
      }),
      { digest: digest(name), previous: previous === null ? null : digest(previous) },
    ] as const;

  beforeAll(async () => {
    rooms = await openRooms();
    usage = await ClaimedUsage.open(rooms, NOW);
    await publishSubjects(usage.records, usage.keys, [{ customer: 1 }, { customer: 2 }, { customer: 3 }]);
    const second = { licenceKey: 'HEARTH-TEST-0002' };
    await usage.send(
      // One that is one: a report was lost, one came late, and it began anew.
      chained(1, 1, ['a1', 'key'], 3),
      chained(2, 1, ['a4', 'a3'], 6),
      chained(3, 1, ['a2', 'a1'], 4),
      chained(4, 1, ['b1', null], 8),
      chained(5, 1, ['b2', 'b1'], 9),
      // One that was copied after its second report, and whose copy was upgraded.
      chained(11, 2, ['c1', 'key2'], 3, second),
      chained(12, 2, ['c2', 'c1'], 4, second),
      chained(13, 2, ['c3', 'c2'], 5, second),
      chained(14, 2, ['d3', 'c2'], 6, { ...second, version: '10.4.0' }),
      chained(15, 2, ['c4', 'c3'], 7, second),
    );
    await usage.send([wireReport(21, { licenceKey: 'HEARTH-TEST-0003', installationId: uuid(3, 2) })]);
  });
  afterAll(() => rooms.close());

  async function evidenceOf(number: number, as: TestReader = READERS.compliance): Promise<unknown> {
    const of = [{ __typename: 'Customer', id: customerOf(number) }];
    const answer = await usage.ask(as, EVIDENCE, { of });
    type Found = { _entities: ({ installations: { edges: { node: object }[] } | null } | null)[] };
    return (
      (answer.data as unknown as Found)._entities[0]?.installations?.edges.map(({ node }) => node) ?? null
    );
  }

  it('is none where reports were lost, came late, or began anew', async () => {
    expect(await evidenceOf(1)).toEqual([
      {
        clockAheadSeconds: null,
        evidence: {
          forks: 0,
          versionFlipBacks: 0,
          overlaps: 0,
          since: '2026-01-03',
          days: [],
          questions: [],
        },
      },
    ]);
  });

  it('is a fork where two reports continue the same one, with the days and as a question', async () => {
    expect(await evidenceOf(2)).toEqual([
      {
        clockAheadSeconds: null,
        evidence: {
          forks: 1,
          versionFlipBacks: 1,
          overlaps: 0,
          since: '2026-01-03',
          days: ['2026-01-06', '2026-01-07'],
          questions: [
            expect.stringMatching(/^Are there two copies of this installation\?/) as string,
            expect.stringMatching(/^Do copies of two versions report in turn/) as string,
          ],
        },
      },
    ]);
  });

  it('is not looked for where nothing is chained, and is seen by whoever sees the installation alone', async () => {
    expect(await evidenceOf(3)).toEqual([
      {
        clockAheadSeconds: null,
        evidence: { forks: 0, versionFlipBacks: 0, overlaps: 0, since: null, days: [], questions: [] },
      },
    ]);
    expect(await evidenceOf(2, READERS.customer(2))).toHaveLength(1);
    expect(await evidenceOf(2, READERS.customer(1))).toBeNull();
    expect(await evidenceOf(2, READERS.communication)).toBeNull();
  });

  it('tells by how much a clock was ahead', async () => {
    await rooms
      .open('usage', 'intake')
      .then((intake) => intake.write((m) => m.query('UPDATE installations SET clock_ahead = -90')));
    expect(await evidenceOf(3)).toMatchObject([{ clockAheadSeconds: -90 }]);
  });

  it.each([
    ['to: from the first day on, 92 days at most', 'from: "2026-01-31", to: "2026-01-01"'],
    ['to: from the first day on, 92 days at most', 'from: "2026-01-01", to: "2026-12-31"'],
    ['product: an id of the catalogue', 'from: "2026-01-01", to: "2026-01-31", product: "Zq"'],
  ])('says %s of corrections that cannot be asked for', async (message, span) => {
    const answer = await usage.ask(READERS.operations, `{ corrections(${span}) { day } }`);
    expect(answer.errors).toMatchObject([{ message, extensions: { code: 'BAD_INPUT' } }]);
  });

  it('shows corrections to operations: late reports of a day that had closed, and nobody’s name', async () => {
    await usage.send([
      wireReport(31, { observedAt: '2026-01-02T08:00:00Z', countersSince: '2026-01-02T00:00:00Z' }),
    ]);
    const query = '{ corrections(from: "2026-01-01", to: "2026-01-03") { day product reason count } }';
    const answer = await usage.ask(READERS.operations, query);
    expect(answer.data?.['corrections']).toContainEqual({
      day: '2026-01-02',
      product: 'roboserver',
      reason: 'LATE_REPORT',
      count: '1',
    });
    for (const as of [READERS.compliance, READERS.customer(1)]) {
      const refused = await usage.ask(as, query);
      expect([refused.data, refused.errors?.[0]?.extensions.access?.code]).toEqual([
        { corrections: null },
        'CATEGORY_NOT_ALLOWED',
      ]);
    }
  });
});
