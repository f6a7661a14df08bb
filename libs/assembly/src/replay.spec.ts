import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createCrossing } from '@hearth/customer-records';
import { createIntake } from '@hearth/ingestion';
import { keysOf } from '@hearth/process';
import { describeEachDialect, type TestRooms } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import type { Hearth } from './start-hearth';
import { startTestHearth, type TestHearth } from './testing/test-hearth';

const DAY_MS = 86_400_000;
const LATER = 3 * DAY_MS;
const SECRET = 'nobody-declared-this';

interface Replayed {
  readonly considered: number;
  readonly hasMore: boolean;
  readonly outcomes: readonly { code: string; outcome: string; refusedFor: string | null; count: number }[];
}

describeEachDialect('reports that were refused or held', ({ openRooms }) => {
  let rooms: TestRooms;
  let started: TestHearth;
  let hearth: Hearth;
  let home: string;
  let customer: string;

  beforeAll(async () => {
    rooms = await openRooms();
    started = await startTestHearth(rooms.config);
    ({ hearth, home } = started);
    customer = await recorded('Customer', { externalKey: 'C-1', companyName: 'Alder & Finch' });
    await recorded('Agreement', agreement('KNOWN-KEY-0001'));
  }, 60_000);
  afterAll(async () => {
    await started.close();
    await rooms.close();
  });

  async function ask(as: Omit<TokenRequest, 'client'>, query: string, variables: object = {}) {
    const { token } = await hearth.issuer.issue({ client: 'test', ...as });
    const response = await fetch(`${hearth.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as {
      data?: Record<string, unknown> | null;
      errors?: { message: string; extensions: { code: string; access?: { code: string } } }[];
    };
  }
  const OPERATIONS = { audience: 'operations', purposes: ['operation'] } as const;

  async function recorded(kind: string, input: object): Promise<string> {
    const answer = await ask(
      { audience: 'vendor-systems', purposes: ['record-keeping'] },
      `mutation M($i: Record${kind}Input!) { record${kind}(input: $i) { id } }`,
      { i: input },
    );
    expect(answer.errors).toBeUndefined();
    return (answer.data as Record<string, { id: string }>)[`record${kind}`]?.id as string;
  }
  const agreement = (licenceKey: string) => ({
    customer,
    externalKey: licenceKey,
    orderNumber: 'O-1',
    edition: 'ENTERPRISE',
    startsOn: new Date(Date.now() - 60 * DAY_MS).toISOString().slice(0, 10),
    licenceKey,
    entitlements: [],
  });
  const report = (given: object = {}) => ({
    schema: 1,
    id: randomUUID(),
    installationId: randomUUID(),
    sequence: 1,
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'ENTERPRISE',
    reason: 'daily',
    observedAt: new Date(Date.now() - DAY_MS).toISOString(),
    countersSince: new Date(Date.now() - 9 * DAY_MS).toISOString(),
    counters: { 'steps-executed': 7 },
    licenceKey: 'KNOWN-KEY-0001',
    policyVersion: '2026.2',
    ...given,
  });
  async function send(body: object): Promise<{ status: string; code?: string }> {
    const response = await fetch(`${hearth.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { status: string; code?: string };
  }
  async function replay(dryRun: boolean, filter: object = {}): Promise<Replayed> {
    const answer = await ask(
      OPERATIONS,
      `mutation R($f: FailedReportFilter!, $d: Boolean!) { replayFailedReports(filter: $f, dryRun: $d) {
        dryRun considered hasMore outcomes { code outcome refusedFor count } } }`,
      { f: filter, d: dryRun },
    );
    expect(answer.errors).toBeUndefined();
    return (answer.data as { replayFailedReports: Replayed }).replayFailedReports;
  }
  const rowsOf = async (room: 'inbox' | 'usage', table: string): Promise<number> => {
    const account = room === 'inbox' ? 'crossing' : 'usage-reader';
    const database = await rooms.open(room, account);
    const [row] = await database.read((m) =>
      m.query<{ n: number | string }[]>(`SELECT COUNT(*) AS n FROM ${table}`),
    );
    return Number(row?.n);
  };
  const kept = async (kind: string): Promise<number> => {
    const inbox = await rooms.open('inbox', 'crossing');
    const [row] = await inbox.read((m) =>
      m.query<{ n: number | string }[]>('SELECT COUNT(*) AS n FROM halves WHERE kind = ?', [kind]),
    );
    return Number(row?.n);
  };
  const all = async (): Promise<number[]> => [
    await rowsOf('inbox', 'halves'),
    await rowsOf('usage', 'reports'),
    await rowsOf('usage', 'facts'),
  ];
  /** The crossing and the intake of this process, some days on. */
  async function daysOn() {
    const now = () => Date.now() + LATER;
    const intake = createIntake({
      usage: await hearth.kit.room('usage', 'intake'),
      inbox: await hearth.kit.room('inbox', 'intake'),
      keys: keysOf(join(home, 'keys'), 'intake'),
      now,
    });
    return createCrossing({
      inbox: await hearth.kit.room('inbox', 'crossing'),
      personal: await hearth.kit.room('personal', 'crossing'),
      keys: keysOf(join(home, 'keys'), 'crossing'),
      resubmit: (held) => intake.resubmit(held),
      rehearse: (held) => intake.rehearse(held),
      now,
    });
  }

  it('are kept once, sealed, where a later try may succeed, and of the rest nothing is kept §minimise', async () => {
    const early = report({
      observedAt: new Date(Date.now() + 2 * DAY_MS).toISOString(),
      [SECRET]: SECRET,
      counters: { 'steps-executed': 7, [SECRET]: 1 },
    });
    expect(await send(early)).toMatchObject({ status: 'refused', code: 'OBSERVED_IN_FUTURE' });
    expect(await send(early)).toMatchObject({ status: 'refused', code: 'OBSERVED_IN_FUTURE' });
    expect(await send(report({ gauges: { 'domains-accessed': [SECRET] } }))).toMatchObject({
      code: 'WRONG_TYPE',
    });
    expect(await kept('refused')).toBe(1);

    expect(await replay(true)).toMatchObject({
      considered: 1,
      hasMore: false,
      outcomes: [
        { code: 'OBSERVED_IN_FUTURE', outcome: 'REFUSED', refusedFor: 'OBSERVED_IN_FUTURE', count: 1 },
      ],
    });
  });

  it('are counted by a replay once what spoke against them has passed, once however often', async () => {
    const before = await all();
    const crossing = await daysOn();
    const question = { filter: { code: 'OBSERVED_IN_FUTURE' }, isDryRun: true };
    const counted = [{ code: 'OBSERVED_IN_FUTURE', outcome: 'counted', count: 1 }];
    expect(await crossing.replay(question)).toMatchObject({ isDryRun: true, groups: counted });
    expect(await all()).toEqual(before);
    expect(await crossing.replay({ ...question, isDryRun: false })).toMatchObject({ groups: counted });
    expect(await kept('refused')).toBe(0);
    expect(await rowsOf('usage', 'facts')).toBe((before[2] ?? 0) + 1);
    expect(await crossing.replay({ ...question, isDryRun: false })).toMatchObject({ considered: 0 });
    expect(await rowsOf('usage', 'facts')).toBe((before[2] ?? 0) + 1);
  });

  it('never take the place of another report with their id: a conflict is kept apart', async () => {
    const first = report();
    expect(await send(first)).toMatchObject({ status: 'accepted' });
    const second = { ...first, counters: { 'steps-executed': 9_999 } };
    for (const _twice of [1, 2]) expect(await send(second)).toMatchObject({ code: 'ID_CONFLICT' });
    expect(await kept('conflict')).toBe(1);
    const before = await all();
    expect(await replay(false)).toMatchObject({
      outcomes: [{ code: 'ID_CONFLICT', outcome: 'CONFLICT', refusedFor: null, count: 1 }],
    });
    const after = await all();
    expect([after[1], after[2]]).toEqual([before[1], before[2]]);
    expect(await kept('conflict')).toBe(1);
  });

  it('stay held until their licence key is known, by replay as by a run', async () => {
    const stranger = report({ licenceKey: 'UNKNOWN-KEY-0002' });
    expect(await send(stranger)).toMatchObject({ status: 'accepted' });
    expect(await replay(false, { code: 'UNKNOWN_LICENCE_KEY' })).toMatchObject({
      outcomes: [{ code: 'UNKNOWN_LICENCE_KEY', outcome: 'HELD', count: 1 }],
    });
    await recorded('Agreement', agreement('UNKNOWN-KEY-0002'));
    const before = await all();
    expect(await replay(true, { product: 'roboserver', code: 'UNKNOWN_LICENCE_KEY' })).toMatchObject({
      outcomes: [{ code: 'UNKNOWN_LICENCE_KEY', outcome: 'COUNTED', count: 1 }],
    });
    expect(await all()).toEqual(before);
    expect(await replay(false, { code: 'UNKNOWN_LICENCE_KEY' })).toMatchObject({
      outcomes: [{ code: 'UNKNOWN_LICENCE_KEY', outcome: 'COUNTED', count: 1 }],
    });
    expect(await kept('held')).toBe(0);
    expect(await send(stranger)).toMatchObject({ status: 'duplicate' });
  });

  it('are shown by cause to operations, with requests that were turned away whole', async () => {
    const response = await fetch(`${hearth.url}/v1/reports`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(415);
    const read = async () => {
      const answer = await ask(
        OPERATIONS,
        '{ failedReports(first: 100) { edges { node { code cause replayable count path } } } }',
      );
      const { edges } = answer.data?.['failedReports'] as { edges: { node: { code: string } }[] };
      return edges.map(({ node }) => node);
    };
    // Requests turned away are counted within a few seconds.
    let found = await read();
    for (
      let tries = 0;
      tries < 40 && !found.some(({ code }) => code === 'UNSUPPORTED_MEDIA_TYPE');
      tries += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      found = await read();
    }
    expect(found).toEqual(
      expect.arrayContaining([
        { code: 'ID_CONFLICT', cause: 'CONFLICT', replayable: false, count: '2', path: '/id' },
        {
          code: 'OBSERVED_IN_FUTURE',
          cause: 'SEMANTICS',
          replayable: true,
          count: '2',
          path: '/observedAt',
        },
        {
          code: 'UNKNOWN_LICENCE_KEY',
          cause: 'UNKNOWN_LICENCE',
          replayable: true,
          count: '1',
          path: '/licenceKey',
        },
        { code: 'UNSUPPORTED_MEDIA_TYPE', cause: 'FORMAT', replayable: false, count: '1', path: '' },
        {
          code: 'WRONG_TYPE',
          cause: 'FORMAT',
          replayable: false,
          count: '1',
          path: '/gauges/domains-accessed',
        },
      ]),
    );
  }, 30_000);

  it.each([
    ['the communication department', { audience: 'communication', purposes: ['communication'] }],
    ['product management', { audience: 'product-management', purposes: ['statistics'] }],
    ['the vendor’s systems', { audience: 'vendor-systems', purposes: ['record-keeping'] }],
  ] as const)('are not replayed for %s', async (_who, as) => {
    const answer = await ask(as, 'mutation { replayFailedReports(filter: {}, dryRun: true) { considered } }');
    expect(answer.data?.['replayFailedReports'] ?? null).toBeNull();
    expect(answer.errors?.[0]?.extensions.access?.code).toBe('ACTION_NOT_ALLOWED');
  });

  it.each([
    ['{ code: "NO_SUCH_CODE" }', 'filter.code: a code of failedReports'],
    ['{ product: "hudson" }', 'filter.product: a product of the catalogue'],
  ])('are not replayed by %s', async (filter, message) => {
    const answer = await ask(
      OPERATIONS,
      `mutation { replayFailedReports(filter: ${filter}, dryRun: true) { considered } }`,
    );
    expect(answer.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_INPUT' } });
  });
});
