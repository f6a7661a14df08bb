import { auditAccessTable } from '@hearth/access-plan';
import type { KeyRing } from '@hearth/keys';
import { freshKeys, pseudonymOf } from '@hearth/keys';
import type { Reader } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import { createIssuer, createVerifier } from '@hearth/tokens';
import { parse } from 'graphql';
import { createIngestionSubgraph } from '../create-ingestion-subgraph';
import { Withheld } from '../domain/row-grant';
import { createUsageStore } from '../storage/usage-store';
import type { TestSubject } from '../testing/test-intake';
import { customerOf, NOW, publishSubjects } from '../testing/test-intake';
import { CUSTOMERS, entitle, publishScopes, seed } from '../testing/test-usage';
import { buildIngestionSchema } from './schema';

const ISSUER = 'https://hearth.test';
const USAGE = `query($of: [_Any!]!, $metrics: [ID!]!, $grain: Grain!) { _entities(representations: $of) { ... on Customer {
  id
  installations { edges { node { id version activity product { id } } } pageInfo { hasNextPage endCursor } }
  usage(metrics: $metrics, from: "2026-01-05", to: "2026-01-12", grain: $grain) {
    metric unit points { start increase last maximum gapDays fell } coverage { daysObserved daysDue }
  }
} } }`;

const compliance: TokenRequest = {
  audience: 'compliance',
  purposes: ['compliance'],
  client: 'test',
  lifetimeSeconds: 600,
};
const partner: TokenRequest = { ...compliance, audience: 'partner', party: 'par_1' };
const customer: TokenRequest = {
  ...compliance,
  audience: 'customer',
  purposes: ['self-access'],
  customer: customerOf(1),
};

type Answer = {
  data?: Record<string, never>;
  errors?: { path?: unknown; extensions: { code: string; access?: { code: string } } }[];
};

describe('the schema of the ingestion subgraph', () => {
  it('gives every field a category or a reason, and lets every refusal be null', async () => {
    const { sdl } = await buildIngestionSchema();
    expect(auditAccessTable(parse(sdl))).toEqual([]);
    expect(sdl).toMatch(/type Customer\s+@key\(fields: "id"\)/);
  });
});

describeEachDialect('the ingestion subgraph', ({ openRooms }) => {
  let rooms: TestRooms;
  let keys: KeyRing;
  let reading: RoomDatabase;
  let subgraph: Subgraph;

  beforeAll(async () => {
    rooms = await openRooms();
    keys = freshKeys();
    reading = await rooms.open('usage', 'usage-reader');
    const records = await rooms.open('usage', 'customer-records');
    const subjects: TestSubject[] = Array.from({ length: CUSTOMERS }, (_, index) => ({
      customer: index + 1,
    }));
    await publishSubjects(records, keys, subjects);
    await seed(await rooms.open('usage', 'intake'), await rooms.open('inbox', 'intake'), keys);
    await publishScopes(records, keys, [
      [1, '*', null],
      [3, '*', NOW - 1],
      [4, 'usage.installation', null],
    ]);
    subgraph = await createIngestionSubgraph({
      usage: reading,
      keys,
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: ISSUER, now: () => NOW }),
      policy: CURRENT_POLICY,
      now: () => NOW,
    });
  });
  afterAll(() => rooms.close());

  async function ask(as: TokenRequest | undefined, text: string, variables: object = {}): Promise<Answer> {
    const issuer = createIssuer({
      signingKey: keys.get('token-signing'),
      issuer: ISSUER,
      now: () => NOW,
      policy: CURRENT_POLICY,
    });
    const authorization = as === undefined ? undefined : `Bearer ${(await issuer.issue(as)).token}`;
    const result = await subgraph.execute({
      document: parse(text),
      variables: variables as Record<string, unknown>,
      authorization,
    });
    return JSON.parse(JSON.stringify(result)) as Answer;
  }
  const of = (...customers: readonly (number | string)[]) =>
    customers.map((id) => ({ __typename: 'Customer', id: typeof id === 'number' ? customerOf(id) : id }));
  const usage = (
    as: TokenRequest,
    customers: readonly (number | string)[],
    metrics = ['steps-executed'],
    grain = 'DAY',
  ) => ask(as, USAGE, { of: of(...customers), metrics, grain });

  it('answers compliance with increases, their gaps and falls, and what was covered §compliance', async () => {
    const answer = await usage(compliance, [1], ['steps-executed', 'cpus']);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      _entities: [
        {
          id: customerOf(1),
          installations: {
            edges: [{ node: { version: '10.3.0', activity: 'LATE', product: { id: 'roboserver' } } }],
          },
          usage: [
            {
              metric: 'steps-executed',
              unit: 'steps',
              points: [
                // Measured from the fourth, which was not asked for.
                { start: '2026-01-05', increase: '50', gapDays: 0, fell: false, last: null, maximum: null },
                { start: '2026-01-08', increase: '0', gapDays: 2, fell: true },
                { start: '2026-01-09', increase: '60', gapDays: 0, fell: false },
              ],
              coverage: { daysObserved: 3, daysDue: 8 },
            },
            { metric: 'cpus', points: [{ last: '8', maximum: '8', increase: null }, {}, {}] },
          ],
        },
      ],
    });
    const weeks = await usage(compliance, [1], ['steps-executed'], 'WEEK');
    expect(weeks.data).toMatchObject({
      _entities: [{ usage: [{ points: [{ start: '2026-01-05', increase: '110', gapDays: 2 }] }] }],
    });
  });

  it('refuses compliance a metric that the agreement does not limit, for that customer alone §compliance §departments', async () => {
    await rooms.open('usage', 'customer-records').then((m) => entitle(m, keys, 2, ['http-requests']));
    const answer = await usage(compliance, [1, 2], ['steps-executed']);
    expect(answer.data).toMatchObject({ _entities: [{ usage: [{}] }, { id: customerOf(2), usage: null }] });
    expect(answer.errors).toMatchObject([
      {
        path: ['_entities', 1, 'usage'],
        extensions: {
          access: { code: 'CATEGORY_NOT_ALLOWED', category: 'usage.customer.other', clause: 'departments' },
        },
      },
    ]);
    await rooms
      .open('usage', 'customer-records')
      .then((m) => entitle(m, keys, 2, ['steps-executed', 'cpus']));
  });

  it('shows a customer itself with every metric, and nobody else §knowledge', async () => {
    const answer = await usage(customer, [1, 2], ['http-requests', 'domains-accessed']);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({ _entities: [{ id: customerOf(1), usage: [{}, {}] }, null] });
  });

  it('shows a partner its own customers alone: another’s and none at all are equal in bytes §affiliates', async () => {
    expect((await usage(partner, [1])).data).toMatchObject({ _entities: [{ usage: [{}] }] });
    const none = JSON.stringify(await usage(partner, ['cus_0000000000000000nobody']));
    for (const other of [2, 3]) expect(JSON.stringify(await usage(partner, [other]))).toBe(none);
    expect(none).toBe('{"data":{"_entities":[null]}}');
  });

  it('holds a scope of one category to that category', async () => {
    const answer = await usage(partner, [4]);
    expect(answer.data).toMatchObject({ _entities: [{ installations: { edges: [{}] }, usage: null }] });
  });

  it.each([
    ['communication', { ...compliance, audience: 'communication', purposes: ['communication'] }],
    ['product management', { ...compliance, audience: 'product-management', purposes: ['statistics'] }],
    ['operations', { ...compliance, audience: 'operations', purposes: ['operation'] }],
    [
      'a consented party',
      { ...partner, audience: 'consented-party', purposes: ['analysis'], party: 'gazette' },
    ],
    ['anyone', undefined],
  ] as [string, TokenRequest | undefined][])('shows %s neither usage nor installations', async (_who, as) => {
    const answer = await ask(as, USAGE, { of: of(1), metrics: ['steps-executed'], grain: 'DAY' });
    expect(JSON.stringify(answer.data ?? null)).not.toContain('10.3.0');
    expect(JSON.stringify(answer.data ?? null)).not.toContain('increase":"');
    const installation = await ask(as, '{ _entities(representations: []) { __typename } }');
    expect(installation.errors).toBeUndefined();
  });

  it('finds an installation by its id for those whose it is', async () => {
    const text =
      '{ _entities(representations: [{ __typename: "Customer", id: "ID" }]) { ... on Customer { installations { edges { node { id } } } } } }';
    const found = await ask(compliance, text.replace('ID', customerOf(2)));
    const id = (
      found.data as unknown as { _entities: { installations: { edges: { node: { id: string } }[] } }[] }
    )._entities[0]?.installations.edges[0]?.node.id;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const query =
      'query($of: [_Any!]!) { _entities(representations: $of) { ... on Installation { id version } } }';
    const variables = { of: [{ __typename: 'Installation', id }] };
    expect((await ask(compliance, query, variables)).data).toEqual({
      _entities: [{ id, version: '10.3.0' }],
    });
    expect((await ask(partner, query, variables)).data).toEqual({ _entities: [null] });
  });

  it('pages installations by cursors that open for one customer and one reader only', async () => {
    const text = `query($of: [_Any!]!, $after: String) { _entities(representations: $of) { ... on Customer {
      installations(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    type Page = { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const page = async (as: TokenRequest, customerNumber: number, after?: string) => {
      const answer = await ask(as, text, { of: of(customerNumber), after });
      return {
        answer,
        page: (answer.data as unknown as { _entities: { installations: Page | null }[] })._entities[0]
          ?.installations,
      };
    };
    const first = await page(compliance, 5);
    expect([first.page?.edges.length, first.page?.pageInfo.hasNextPage]).toEqual([2, true]);
    const after = first.page?.pageInfo.endCursor;
    const second = await page(compliance, 5, after);
    expect([second.page?.edges.length, second.page?.pageInfo.hasNextPage]).toEqual([1, false]);
    for (const stranger of [await page(compliance, 6, after), await page(compliance, 5, `${after}A`)]) {
      expect(stranger.page).toBeNull();
      expect(stranger.answer.errors?.[0]?.extensions.code).toBe('BAD_CURSOR');
    }
  });

  it.each([
    ['no metric', { metrics: [] }],
    ['a metric of no product', { metrics: ['domains'] }],
    ['a breakdown', { metrics: ['robots-by-trigger'] }],
  ])('refuses %s as input, by name and without the value', async (_what, { metrics }) => {
    const answer = await usage(compliance, [1], metrics);
    expect(answer.errors).toMatchObject([
      { message: expect.stringMatching(/^metrics: /) as string, extensions: { code: 'BAD_INPUT' } },
    ]);
  });

  it('asks the database as often for 50 customers as for one', async () => {
    const counts: number[] = [];
    for (const page of [1, CUSTOMERS]) {
      const before = reading.statementCount();
      const answer = await usage(
        compliance,
        Array.from({ length: page }, (_, index) => index + 1),
      );
      expect(answer.errors).toBeUndefined();
      const { _entities: customers } = answer.data as unknown as {
        _entities: { usage: [{ points: object[] }] }[];
      };
      expect(customers).toHaveLength(page);
      if (page > 1)
        expect(customers.slice(1).every(({ usage: [series] }) => series.points.length === 5)).toBe(true);
      counts.push(reading.statementCount() - before);
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(7);
  });

  it('publishes the catalogue to anyone, with who may read each metric', async () => {
    const answer = await ask(
      undefined,
      '{ products { id metrics { id kind maximum readers { audience purpose rows clause } } features { id } } }',
    );
    expect(answer.errors).toBeUndefined();
    const [roboserver] = (
      answer.data as unknown as { products: { id: string; metrics: { id: string; readers: object[] }[] }[] }
    ).products;
    expect(roboserver?.metrics.find(({ id }) => id === 'steps-executed')?.readers).toContainEqual({
      audience: 'compliance',
      purpose: 'compliance',
      rows: 'all',
      clause: 'compliance',
    });
  });

  it('tells operations how the intake fares, and nobody else', async () => {
    const text = `{ intakeHealth(from: "2026-01-15T00:00:00Z", to: "2026-01-16T00:00:00Z") { received counted held }
      failedReports(reason: HELD, first: 5) { edges { node { reason code path product count } } } }`;
    const operations: TokenRequest = { ...compliance, audience: 'operations', purposes: ['operation'] };
    expect((await ask(operations, text)).data).toEqual({
      intakeHealth: { received: 253, counted: 252, held: 1 },
      failedReports: {
        edges: [
          {
            node: {
              reason: 'HELD',
              code: 'UNKNOWN_LICENCE_KEY',
              path: '/licenceKey',
              product: 'roboserver',
              count: '1',
            },
          },
        ],
      },
    });
    for (const as of [compliance, customer, undefined]) {
      const answer = await ask(as, text);
      expect(answer.data).toEqual({ intakeHealth: null, failedReports: null });
      const codes = answer.errors?.map(({ extensions }) => extensions.access?.code);
      expect(codes).toEqual(['CATEGORY_NOT_ALLOWED', 'CATEGORY_NOT_ALLOWED']);
    }
  });

  it('withholds at the storage port itself what the doors before it would have refused', async () => {
    const reader: Reader = {
      audience: 'communication',
      purpose: 'communication',
      purposes: ['communication'],
      client: 'test',
    };
    const store = createUsageStore({
      usage: reading,
      pseudonymKey: keys.get('pseudonym'),
      reader,
      policy: CURRENT_POLICY,
      now: () => NOW,
    });
    const subject = pseudonymOf(keys.get('pseudonym'), customerOf(1)).toString('hex');
    const before = reading.statementCount();
    const page = { product: undefined, limit: 10, after: undefined };
    const tries = [
      () => store.installationsOf([subject], page),
      () => store.installationsById([subject]),
      () =>
        store.factsOf([subject], {
          metrics: ['steps-executed'],
          from: 20260101,
          to: 20260131,
          installations: 'COUNTED',
        }),
      () => store.daysOf([subject], { from: 20260101, to: 20260131, installations: 'COUNTED' }),
      () => store.chainsOf([subject]),
      () => store.corrections({ from: 20260101, to: 20260131, product: undefined }),
      () => store.failures({ kind: undefined, limit: 10, after: undefined }),
      () => store.outcomes(0, NOW),
    ];
    for (const attempt of tries) await expect((async () => attempt())()).rejects.toBeInstanceOf(Withheld);
    expect(reading.statementCount()).toBe(before);
    // A partner without a party, and a customer without an id, are nobody's.
    for (const nobody of [
      { ...reader, audience: 'partner', purpose: 'compliance' },
      { ...reader, audience: 'customer', purpose: 'self-access' },
      { ...reader, audience: 'vendor-systems', purpose: 'record-keeping' },
    ] as const) {
      const view = createUsageStore({
        usage: reading,
        pseudonymKey: keys.get('pseudonym'),
        reader: nobody,
        policy: CURRENT_POLICY,
        now: () => NOW,
      });
      expect([...(await view.visible([subject]))]).toEqual([]);
    }
  });

  it('has neither a customer that was erased nor what it ran, though that stays counted under the pseudonym', async () => {
    const { data } = await usage(compliance, [2]);
    const id = JSON.stringify(data).match(/"([0-9a-f]{32})"/)?.[1] ?? '';
    const query =
      'query($of: [_Any!]!) { _entities(representations: $of) { ... on Installation { id version } } }';
    const found = (one: string) => ask(compliance, query, { of: [{ __typename: 'Installation', id: one }] });
    expect((await found(id)).data).toEqual({ _entities: [expect.objectContaining({ id })] });
    const records = await rooms.open('usage', 'customer-records');
    const subject = pseudonymOf(keys.get('pseudonym'), customerOf(2));
    await records.write((m) => m.query('DELETE FROM subjects WHERE subject = ?', [subject]));
    const rows = await reading.read((m) =>
      m.query<unknown[]>('SELECT id FROM installations WHERE subject = ?', [subject]),
    );
    expect(rows).not.toEqual([]);
    expect(JSON.stringify(await found(id))).toBe(JSON.stringify(await found('0'.repeat(32))));
    expect((await usage(compliance, [2])).data).toEqual({ _entities: [null] });
  });
});
