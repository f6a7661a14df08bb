import { generateKeyPairSync } from 'node:crypto';
import { auditAccessTable } from '@hearth/access-plan';
import { STATISTICS } from '@hearth/catalogue';
import type { Audience, Purpose } from '@hearth/policy';
import { AUDIENCES, audiencePurposes, CURRENT_POLICY, PUBLIC_READER } from '@hearth/policy';
import { openPolicy } from '@hearth/policy/testing';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import type { TestRooms } from '@hearth/test-databases';
import { describeEachDialect } from '@hearth/test-databases';
import { createIssuer, createVerifier } from '@hearth/tokens';
import { parse } from 'graphql';
import { buildAggregationSchema, createAggregationSubgraph } from './aggregation-subgraph';
import { createRollUp } from './roll-up';
import { storedTables } from './storage/stored-tables';
import { landReport, publishAgreements } from './testing/small-fleet';

const clock = Date.parse('2010-01-20T00:00:00Z');
const now = () => clock;
const STATISTIC = `query Ask($id: ID!, $month: String!, $by: [Dimension!], $where: StatisticFilter) {
  statistic(id: $id, period: { month: $month }, by: $by, where: $where) {
    id period month status total folded asOf
    cells { keys { dimension value } value customers installations share }
  }
}`;

interface Cell {
  keys: { dimension: string; value: string }[];
  value: string;
  customers: number | null;
  share: number;
}
interface Table {
  status: string;
  total: string | null;
  folded: number | null;
  asOf: string | null;
  cells: Cell[] | null;
}

describe('the schema of the subgraph', () => {
  it('is built without a database, and each field has a category or a reason for being open', async () => {
    const { name, sdl } = await buildAggregationSchema();
    expect(name).toBe('aggregation');
    expect(auditAccessTable(parse(sdl))).toEqual([]);
    expect(sdl).toContain(
      'statistic(id: ID!, period: PeriodInput!, by: [Dimension!], where: StatisticFilter)',
    );
  });
});

describeEachDialect('the subgraph aggregation', ({ openRooms }) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const policy = CURRENT_POLICY;
  const issuer = createIssuer({ signingKey: privateKey, issuer: 'test', now, policy });
  let rooms: TestRooms;
  let statistics: RoomDatabase;
  let subgraph: Subgraph;

  beforeAll(async () => {
    rooms = await openRooms();
    statistics = await rooms.open('statistics', 'aggregation');
    const verifier = createVerifier({ verifyingKey: publicKey, issuer: 'test', now });
    subgraph = await createAggregationSubgraph({ statistics, verifier, policy, now });
    await seed();
  });
  afterAll(() => rooms.close());

  async function seed(): Promise<void> {
    const intake = await rooms.open('usage', 'intake');
    const observed = (day: number) => Date.parse(`2009-12-${day}T00:00:00Z`);
    const breakdowns = { plugins: { git: { '1.0': 1 }, svn: { '2.0': 1, '2.1': 1 } } };
    for (const day of [21, 22]) {
      const jenkins = { product: 'jenkins', installation: 1, customer: 1, breakdowns } as const;
      await landReport(intake, { ...jenkins, observedAt: observed(day), version: '1.320' });
    }
    const industries = [
      ...Array<string>(19).fill('333'),
      ...Array<string>(478).fill('325'),
      '111',
      '112',
      '113',
      '114',
    ];
    await publishAgreements(
      await rooms.open('usage', 'customer-records'),
      [...industries, '115', null].map((industry, customer) => ({
        customer,
        industry,
        country: customer === 0 ? 'IE' : customer < 4 ? 'GB' : null,
      })),
    );
    await createRollUp({
      usage: await rooms.open('usage', 'roll-up'),
      statistics: await rooms.open('statistics', 'roll-up'),
      now,
    }).runOnce();
  }

  async function tokenOf(audience: Audience, purpose: Purpose): Promise<string> {
    const parties: Partial<Record<Audience, string>> = {
      partner: 'par_1',
      'court-order': 'ord_1',
      'consented-party': 'gazette',
    };
    const party = parties[audience];
    const { token } = await issuer.issue({
      audience,
      purposes: [purpose],
      client: 'test',
      lifetimeSeconds: 600,
      ...(party === undefined ? {} : { party }),
      ...(audience === 'customer' ? { customer: 'cus_1' } : {}),
    });
    return `Bearer ${token}`;
  }
  async function run(text: string, variables: object, authorization?: string) {
    const answered = await subgraph.execute({
      document: parse(text),
      variables: variables as Record<string, unknown>,
      authorization,
    });
    return JSON.parse(JSON.stringify(answered)) as {
      data?: { statistic: Table | null } & Record<string, unknown>;
      errors?: { message: string; path: string[]; extensions: { code: string; access?: object } }[];
    };
  }
  async function ask(
    variables: object,
  ): Promise<{ table: Table | null; code: string | undefined; message?: string }> {
    const { data, errors } = await run(
      STATISTIC,
      { month: '2009-12', ...variables },
      await tokenOf('product-management', 'statistics'),
    );
    const error = errors?.[0];
    return {
      table: data?.statistic ?? null,
      code: error?.extensions.code,
      ...(error ? { message: error.message } : {}),
    };
  }

  it('says of how many days that were due its figures were observed, and how many installations stand apart', async () => {
    const text = `query Ask($id: ID!, $month: String!) { statistic(id: $id, period: { month: $month }) {
      status coverage { daysObserved daysDue } installationsApart } }`;
    const token = await tokenOf('product-management', 'statistics');
    const asked = async (id: string, month: string) =>
      (await run(text, { id, month }, token)).data?.statistic;
    // From the 21st to the end of December.
    expect(await asked('installations-by-version', '2009-12')).toEqual({
      status: 'MEASURED',
      coverage: { daysObserved: 2, daysDue: 11 },
      installationsApart: 0,
    });
    const none = { coverage: null, installationsApart: null };
    expect(await asked('customers-by-industry', '2009-12')).toEqual({ status: 'MEASURED', ...none });
    expect(await asked('installations-by-version', '2009-11')).toEqual({ status: 'NOT_MEASURED', ...none });
  });

  it('shows product management a technical table whole, whatever its size', async () => {
    const { table } = await ask({ id: 'plugin-versions' });
    expect(table).toMatchObject({
      status: 'MEASURED',
      total: '3',
      folded: 0,
      asOf: '2010-01-20T00:00:00.000Z',
    });
    expect(table?.cells?.[0]).toEqual({
      keys: [
        { dimension: 'PLUGIN', value: 'git' },
        { dimension: 'PLUGIN_VERSION', value: '1.0' },
      ],
      value: '1',
      customers: 1,
      installations: 1,
      share: 0.333333333,
    });
  });

  it('holds a dimension fast, and keeps the order that was asked for', async () => {
    const { table } = await ask({ id: 'plugin-versions', where: { plugin: 'svn' } });
    expect(table?.cells?.map((cell) => cell.keys)).toEqual([
      [{ dimension: 'PLUGIN_VERSION', value: '2.0' }],
      [{ dimension: 'PLUGIN_VERSION', value: '2.1' }],
    ]);
    const turned = await ask({ id: 'plugin-versions', by: ['PLUGIN_VERSION', 'PLUGIN'] });
    expect(turned.table?.cells?.[0]?.keys.map((key) => key.dimension)).toEqual(['PLUGIN_VERSION', 'PLUGIN']);
  });

  it('gives the share of an industry, and folds the industries of few customers', async () => {
    const { table } = await ask({ id: 'customers-by-industry' });
    expect(table).toMatchObject({ total: '503', folded: 6 });
    expect(table?.cells?.map(({ keys, value }) => `${keys[0]?.value} ${value}`)).toEqual([
      '325 478',
      '333 19',
      'OTHER 6',
    ]);
    expect(table?.cells?.[1]?.share.toFixed(4)).toBe('0.0378');
  });

  it('withholds what is about too few customers, and says the same where there is none', async () => {
    const few = await ask({ id: 'customers-by-industry', where: { industry: '111' } });
    expect(few.table).toMatchObject({ status: 'WITHHELD', cells: null, total: null, folded: null });
    const none = await ask({ id: 'customers-by-industry', where: { industry: '999' } });
    expect(none).toEqual(few);
  });

  it('says that a month was not measured, whatever there is to count in it', async () => {
    const { table, code } = await ask({ id: 'plugin-versions', month: '2009-11' });
    expect(code).toBeUndefined();
    expect(table).toMatchObject({ status: 'NOT_MEASURED', cells: null, total: null, asOf: null });
  });

  it.each([
    ['an unknown statistic', { id: 'salaries' }, 'NOT_DECLARED', 'id: no such statistic is declared'],
    [
      'a dimension that it does not have',
      { id: 'plugin-versions', by: ['INDUSTRY'] },
      'NOT_DECLARED',
      'by: ',
    ],
    ['fewer dimensions', { id: 'plugin-versions', by: ['PLUGIN'] }, 'NOT_DECLARED', 'by: '],
    [
      'a filter that it does not have',
      { id: 'plugin-versions', where: { country: 'US' } },
      'NOT_DECLARED',
      'where: ',
    ],
    ['a month that is none', { id: 'plugin-versions', month: '2009-13' }, 'BAD_INPUT', 'period.month: '],
    ['a word for a month', { id: 'plugin-versions', month: 'salaries' }, 'BAD_INPUT', 'period.month: '],
    ['a dimension that there is not', { id: 'plugin-versions', by: ['SALARIES'] }, 'BAD_INPUT', 'by'],
  ])(
    'answers %s with an error that names the argument and not its value',
    async (_, variables, code, message) => {
      const answer = await ask(variables);
      expect(answer).toMatchObject({
        table: null,
        code,
        message: expect.stringContaining(message) as string,
      });
      expect(answer.message).not.toMatch(/salaries/i);
    },
  );

  it('gives internal statistics to whom the policy gives them and to nobody else §statistics §aggregates-out', async () => {
    const allowed: string[] = [];
    for (const audience of AUDIENCES) {
      for (const purpose of audiencePurposes(policy, audience)) {
        const authorization = audience === 'public' ? undefined : await tokenOf(audience, purpose);
        const { data, errors } = await run(
          STATISTIC,
          { id: 'plugin-versions', month: '2009-12' },
          authorization,
        );
        if (data?.statistic) allowed.push(`${audience} ${purpose}`);
        else
          expect(errors).toMatchObject([
            {
              path: ['statistic'],
              extensions: { code: 'FORBIDDEN', access: { code: 'CATEGORY_NOT_ALLOWED' } },
            },
          ]);
      }
    }
    expect(allowed).toEqual(['product-management statistics']);
  });

  it('refuses at storage on its own evidence, without asking the database §aggregates-out', async () => {
    const before = statistics.statementCount();
    const table = { statistic: 'plugin-versions', product: 'jenkins', month: 200912, keys: 2 };
    const find = storedTables({ now: Date.now, statistics, reader: PUBLIC_READER, policy }).find(table);
    await expect(find).rejects.toMatchObject({
      thing: { category: 'statistics.internal' },
      decision: { code: 'CATEGORY_NOT_ALLOWED', clause: 'aggregates-out' },
    });
    expect(statistics.statementCount()).toBe(before);
  });

  it('refuses at storage although the door before it is open to everybody §aggregates-out', async () => {
    const verifier = createVerifier({ verifyingKey: publicKey, issuer: 'test', now });
    const behind = await createAggregationSubgraph({
      statistics,
      verifier,
      policy: openPolicy(policy),
      storagePolicy: policy,
      now,
    });
    const before = statistics.statementCount();
    const variables = { id: 'plugin-versions', month: '2009-12' };
    for (const authorization of [undefined, await tokenOf('compliance', 'compliance')]) {
      const answer = await behind.execute({ document: parse(STATISTIC), variables, authorization });
      expect(answer.data).toEqual({ statistic: null });
      expect(answer.errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN', access: { code: 'CATEGORY_NOT_ALLOWED' } } },
      ]);
    }
    expect(statistics.statementCount()).toBe(before);
    const allowed = await behind.execute({
      document: parse(STATISTIC),
      variables,
      authorization: await tokenOf('product-management', 'statistics'),
    });
    expect(allowed.data?.['statistic']).not.toBeNull();
  });

  it('shows anyone what is declared', async () => {
    const { data, errors } = await run(
      '{ statisticsCatalogue { id title product unit measure metric dimensions periods demographic } }',
      {},
    );
    expect(errors).toBeUndefined();
    const catalogue = data?.['statisticsCatalogue'] as { id: string }[];
    expect(catalogue.map(({ id }) => id)).toEqual(STATISTICS.map(({ id }) => id));
    expect(catalogue.find(({ id }) => id === 'jobs-by-type')).toMatchObject({
      product: 'jenkins',
      measure: 'SUM',
      metric: 'jobs',
      dimensions: ['JOB_TYPE'],
      periods: ['MONTH'],
      demographic: false,
    });
    expect(catalogue.find(({ id }) => id === 'customers-by-size')).toMatchObject({
      product: null,
      demographic: true,
    });
  });
});
