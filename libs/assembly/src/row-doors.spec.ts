import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createCustomerRecordsSubgraph } from '@hearth/customer-records';
import { createRowEvidence } from '@hearth/decision-evidence';
import { createGateway, readSupergraph, type Gateway } from '@hearth/gateway';
import { createIngestionSubgraph } from '@hearth/ingestion';
import type { KeyHolder } from '@hearth/keys';
import { createPartnerAccessSubgraph } from '@hearth/partner-access';
import { CURRENT_POLICY, type Policy } from '@hearth/policy';
import { openPolicy } from '@hearth/policy/testing';
import { keysOf } from '@hearth/process';
import type { Subgraph } from '@hearth/subgraph';
import { describeEachDialect, type TestRooms } from '@hearth/test-databases';
import { createVerifier, type TokenRequest } from '@hearth/tokens';
import { parse } from 'graphql';
import type { Hearth } from './start-hearth';
import { startTestHearth, TEST_ISSUER, type TestHearth } from './testing/test-hearth';

const OPEN = openPolicy(CURRENT_POLICY);
const dayText = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const EVERYTHING = `query Everything($mine: ID!, $other: ID!, $from: Date!, $to: Date!) {
  mine: customer(id: $mine) { ...All } other: customer(id: $other) { ...All }
  customers(first: 50) { edges { cursor node { ...All } } pageInfo { hasNextPage endCursor } }
  frame: customers(first: 50) { edges { cursor } pageInfo { hasNextPage endCursor } }
  partners { edges { node { id name } } }
}
fragment All on Customer {
  id companyName country contacts { edges { node { id name email role } } }
  agreements { id orderNumber licenceKeyHint entitlements { metric limit } }
  installations { edges { node { id version } } }
  usage(metrics: ["steps-executed"], from: $from, to: $to, grain: DAY) { points { start increase } }
  partners { role partner { id name } }
}`;

interface Side {
  readonly partner: string;
  readonly customer: string;
  readonly contact: string;
  readonly agreement: string;
  /** Texts that stand in this side's records and nowhere else. */
  readonly secrets: RegExp;
}

describeEachDialect('each of the first two doors alone', ({ openRooms }) => {
  let rooms: TestRooms;
  let started: TestHearth;
  let hearth: Hearth;
  let home: string;
  let alone: Gateway;
  let behind: Readonly<Record<string, Subgraph>>;
  const sides: Record<'alder' | 'birch', Side> = {} as never;

  const ask = async (
    to: Pick<Gateway, 'execute'>,
    token: Omit<TokenRequest, 'client'>,
    query: string,
    variables: Record<string, unknown> = {},
  ) => {
    const authorization = `Bearer ${(await hearth.issuer.issue({ client: 'test', ...token })).token}`;
    return to.execute({ query, variables, authorization });
  };
  const record = async (mutation: string, type: string, i: object): Promise<string> => {
    const vendor = { audience: 'vendor-systems', purposes: ['record-keeping'] } as const;
    const query = `mutation M($i: ${type}!) { it: ${mutation}(input: $i) { ${mutation === 'assignCustomers' ? 'assigned' : 'id'} } }`;
    const answer = await ask(hearth.gateway, vendor, query, { i });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return (answer.data?.['it'] as { id: string }).id;
  };
  const partnerOf = (side: Side) =>
    ({ audience: 'partner', purposes: ['compliance'], party: side.partner }) as const;

  const enrol = async (name: string): Promise<Side> => {
    const customer = await record('recordCustomer', 'RecordCustomerInput', {
      externalKey: name,
      companyName: `${name} Works`,
      industry: '333',
      country: 'DK',
    });
    const contact = await record('recordContact', 'RecordContactInput', {
      customer,
      externalKey: 'C',
      name: `Ada ${name}`,
      email: `it@${name}.example`,
      role: 'Lead',
    });
    const agreement = await record('recordAgreement', 'RecordAgreementInput', {
      customer,
      externalKey: 'A',
      orderNumber: `ORDER-${name}`,
      edition: 'ENTERPRISE',
      startsOn: dayText(-60),
      licenceKey: `KEY-0001-${name.toUpperCase()}`,
      installationConfirmation: 'NOT_REQUIRED',
      entitlements: [
        { metric: 'steps-executed', limit: '1000', measure: 'SUM', period: 'MONTH', tolerancePercent: 0 },
      ],
    });
    const partner = await record('registerPartner', 'RegisterPartnerInput', {
      externalKey: name,
      name: `Seller ${name}`,
    });
    await record('assignCustomers', 'AssignCustomersInput', {
      partner,
      customers: [customer],
      role: 'SELLS',
      from: dayText(-60),
    });
    return {
      partner,
      customer,
      contact,
      agreement,
      secrets: new RegExp(`${name}|${customer}|${partner}`, 'i'),
    };
  };
  const report = (name: string) => ({
    schema: 1,
    id: randomUUID(),
    installationId: randomUUID(),
    sequence: 1,
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'ENTERPRISE',
    reason: 'daily',
    observedAt: new Date(Date.now() - 3_600_000).toISOString(),
    countersSince: new Date(Date.now() - 7_200_000).toISOString(),
    counters: { 'steps-executed': 100 },
    gauges: {},
    breakdowns: {},
    server: { cpus: 4, operatingSystem: 'Linux' },
    contact: { companyName: `${name} Works`, email: `it@${name}.example` },
    licenceKey: `KEY-0001-${name.toUpperCase()}`,
    policyVersion: '2026.1',
  });

  const subgraphsOf = async (policy: Policy, storagePolicy: Policy): Promise<Record<string, Subgraph>> => {
    const { now } = hearth.kit;
    const keys = (holder: KeyHolder) => keysOf(join(home, 'keys'), holder);
    const verifier = createVerifier({
      verifyingKey: keys('gateway').get('token-verifying'),
      issuer: TEST_ISSUER,
      now,
    });
    const shared = { verifier, policy, storagePolicy, now };
    const evidence = async (account: 'customer-records' | 'usage-reader') =>
      createRowEvidence({ access: await hearth.kit.room('access', account), now });
    return {
      'customer-records': await createCustomerRecordsSubgraph({
        ...shared,
        personal: await hearth.kit.room('personal', 'customer-records'),
        usage: await hearth.kit.room('usage', 'customer-records'),
        access: await hearth.kit.room('access', 'customer-records'),
        keys: keys('customer-records'),
        rowEvidence: await evidence('customer-records'),
      }),
      ingestion: await createIngestionSubgraph({
        ...shared,
        usage: await hearth.kit.room('usage', 'usage-reader'),
        keys: keys('ingestion'),
        rowEvidence: await evidence('usage-reader'),
      }),
      aggregation: hearth.subgraphs['aggregation'] as Subgraph,
      'partner-access': await createPartnerAccessSubgraph({
        ...shared,
        access: await hearth.kit.room('access', 'partner-access'),
        personal: await hearth.kit.room('personal', 'partner-access'),
        keys: keys('partner-access'),
        issuer: hearth.issuer,
      }),
    };
  };

  beforeAll(async () => {
    rooms = await openRooms();
    started = await startTestHearth(rooms.config);
    ({ hearth, home } = started);
    sides.alder = await enrol('alder');
    sides.birch = await enrol('birch');
    await hearth.settle();
    const sent = await fetch(`${hearth.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: ['alder', 'birch'].map((name) => JSON.stringify(report(name))).join('\n'),
    });
    expect(sent.status).toBe(200);
    await hearth.settle();
    const { now } = hearth.kit;
    alone = await createGateway({
      supergraphSdl: readSupergraph(),
      subgraphs: await subgraphsOf(OPEN, OPEN),
      verifier: createVerifier({
        verifyingKey: keysOf(join(home, 'keys'), 'gateway').get('token-verifying'),
        issuer: TEST_ISSUER,
        now,
      }),
      policy: CURRENT_POLICY,
      access: await hearth.kit.room('access', 'gateway'),
      keys: keysOf(join(home, 'keys'), 'gateway'),
      writer: 'alone',
      now,
    });
    behind = await subgraphsOf(CURRENT_POLICY, OPEN);
  }, 90_000);
  afterAll(async () => {
    await alone.close();
    await started.close();
    await rooms.close();
  });

  const variables = (mine: Side, other: Side) => ({
    mine: mine.customer,
    other: other.customer,
    from: dayText(-1),
    to: dayText(0),
  });
  const pairs = () => [[sides.alder, sides.birch] as const, [sides.birch, sides.alder] as const];

  it('the gateway shows a partner all of its own customers, as with all doors, and nothing of others’ §affiliates', async () => {
    for (const [mine, other] of pairs()) {
      const asked = [partnerOf(mine), EVERYTHING, variables(mine, other)] as const;
      const answer = await ask(alone, ...asked);
      expect(answer.data?.['mine']).toMatchObject({ usage: [{ points: [{ increase: '100' }] }] });
      expect(answer.data?.['other']).toBeNull();
      expect(JSON.stringify(answer)).not.toMatch(other.secrets);
      const plain = (one: typeof answer) =>
        JSON.stringify(one).replaceAll(/"(cursor|endCursor)":"[^"]*"/g, '');
      const { data } = await ask(hearth.gateway, ...asked);
      const ends = { hasNextPage: false, endCursor: expect.anything() };
      expect(data?.['customers']).toMatchObject({ pageInfo: ends });
      expect(plain({ data: { ...answer.data, customers: 0, frame: 0 } as never })).toBe(
        plain({ data: { ...data, customers: 0, frame: 0 } as never }),
      );
    }
  });

  it('a customer sees itself alone through the gateway alone §knowledge', async () => {
    const { alder, birch } = sides;
    const self = { audience: 'customer', purposes: ['self-access'], customer: alder.customer } as const;
    const answer = await ask(alone, self, `{ me { id } customers { edges { node { id companyName } } } }`);
    expect(JSON.stringify(answer)).not.toMatch(birch.secrets);
    expect(answer.data?.['customers']).toEqual({
      edges: [{ node: expect.objectContaining({ id: alder.customer }) }],
    });
  });

  it('each subgraph gives a partner its own entities, and null for others’ and for unknown ones §affiliates', async () => {
    const department = { audience: 'compliance', purposes: ['compliance'] } as const;
    const installationOf = async (side: Side): Promise<string> => {
      const query = '{ customer(id: "ID") { installations { edges { node { id } } } } }'.replace(
        'ID',
        side.customer,
      );
      const { data } = await ask(hearth.gateway, department, query);
      return JSON.stringify(data).match(/"([0-9a-f]{32})"/)?.[1] ?? '';
    };
    for (const [mine, other] of pairs()) {
      const ids: [subgraph: string, type: string, selection: string, mine: string, other: string][] = [
        [
          'customer-records',
          'Customer',
          'companyName contacts { edges { node { email } } }',
          mine.customer,
          other.customer,
        ],
        ['customer-records', 'Contact', 'name email', mine.contact, other.contact],
        ['customer-records', 'Agreement', 'orderNumber', mine.agreement, other.agreement],
        [
          'ingestion',
          'Customer',
          'installations { edges { node { version } } }',
          mine.customer,
          other.customer,
        ],
        ['ingestion', 'Installation', 'version', await installationOf(mine), await installationOf(other)],
        ['partner-access', 'Customer', 'partners { partner { name } }', mine.customer, other.customer],
        ['partner-access', 'Partner', 'name', mine.partner, other.partner],
      ];
      for (const [subgraph, type, selection, own, foreign] of ids) {
        const result = await askBehind(subgraph, partnerOf(mine), type, selection, [
          own,
          foreign,
          `${type}-none`,
        ]);
        const list = result.data?.['_entities'] as unknown[];
        expect([subgraph, type, list[0] !== null, ...list.slice(1)]).toEqual([
          subgraph,
          type,
          true,
          null,
          null,
        ]);
        expect(JSON.stringify(result)).not.toMatch(other.secrets);
      }
    }
  });

  const askBehind = async (
    subgraph: string,
    token: Omit<TokenRequest, 'client'>,
    type: string,
    selection: string,
    ids: readonly string[],
    client = 'test',
  ) => {
    const { token: text } = await hearth.issuer.issue({ client, ...token });
    return (behind[subgraph] as Subgraph).execute({
      document: parse(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`,
      ),
      variables: { r: ids.map((id) => ({ __typename: type, id })) },
      authorization: `Bearer ${text}`,
    });
  };

  it('a subgraph shows a partner no other’s customers in its lists', async () => {
    const { alder, birch } = sides;
    const { token } = await hearth.issuer.issue({ client: 'test', ...partnerOf(alder) });
    const lists: [string, string][] = [
      [
        'customer-records',
        '{ customers { edges { node { id companyName } } } a: customers { pageInfo { endCursor hasNextPage } } }',
      ],
      ['partner-access', '{ partners { edges { node { id name } } } }'],
    ];
    for (const [subgraph, query] of lists) {
      const result = await (behind[subgraph] as Subgraph).execute({
        document: parse(query),
        authorization: `Bearer ${token}`,
      });
      expect(JSON.stringify(result)).toMatch(alder.secrets);
      expect(JSON.stringify(result)).not.toMatch(birch.secrets);
    }
  });

  const askAtBoth = async (token: Omit<TokenRequest, 'client'>, client: string, query: string) => {
    const authorization = `Bearer ${(await hearth.issuer.issue({ ...token, client })).token}`;
    const past = Object.entries(behind).flatMap(([name, subgraph]) =>
      // The subgraph that answers the question; the others do not know the field.
      query.includes('partners {') === (name === 'partner-access') &&
      ['customer-records', 'partner-access'].includes(name)
        ? [subgraph]
        : [],
    );
    const document = parse(query);
    return Promise.all([
      alone.execute({ query, authorization }),
      ...past.map((subgraph) => subgraph.execute({ document, authorization })),
    ]);
  };

  it('each shows a system the customers and partners that it recorded, and none to another system §voluntary', async () => {
    const { alder } = sides;
    const system = { audience: 'vendor-systems', purposes: ['record-keeping'] } as const;
    const questions = [
      '{ customers { edges { node { id companyName } } } }',
      `{ a: customer(id: "${alder.customer}") { ...F } } fragment F on Customer { id companyName contacts { edges { node { email } } } }`,
      '{ customers(filter: { companyName: "alder works" }) { edges { cursor node { companyName country } } } }',
      '{ customers(orderBy: COMPANY_NAME) { edges { node { country } cursor } pageInfo { endCursor hasNextPage } } }',
      '{ partners { edges { node { id name } } } }',
    ];
    for (const query of questions) {
      for (const answer of await askAtBoth(system, 'test', query)) {
        expect(answer.errors).toBeUndefined();
        expect(JSON.stringify(answer)).toMatch(/alder|Seller|"country":"DK"/);
      }
      for (const answer of await askAtBoth(system, 'another-system', query)) {
        expect(JSON.stringify(answer)).not.toMatch(/alder|birch|cus_|par_|Seller|DK|"cursor"/i);
      }
    }
    for (const [subgraph, selection] of [
      ['customer-records', 'companyName'],
      ['partner-access', 'partners { role }'],
    ] as const) {
      const result = await askBehind(
        subgraph,
        system,
        'Customer',
        selection,
        [alder.customer, 'cus_none'],
        'another',
      );
      expect(result.data?.['_entities']).toEqual([null, null]);
    }
  });

  it('each lets a system read the customer that it has just recorded', async () => {
    const system = { audience: 'vendor-systems', purposes: ['record-keeping'] } as const;
    const query = `mutation { recordCustomer(input: { externalKey: "F", companyName: "Fresh Yard" }) { id companyName } }`;
    for (const answer of await askAtBoth(system, 'fresh-system', query))
      expect(answer.data?.['recordCustomer']).toMatchObject({ companyName: 'Fresh Yard' });
  });

  it('each finds for a reader no customer by a value that its grant does not cover §legal-order §consent', async () => {
    const { alder, birch } = sides;
    await grant('ord_narrow', alder.customer, 'company.name');
    await grant('ord_narrow', birch.customer, 'company');
    const order = { audience: 'court-order', purposes: ['legal-order'], party: 'ord_narrow' } as const;
    const ids = (answer: { readonly data?: Readonly<Record<string, unknown>> | null }) =>
      (answer.data?.['customers'] as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node.id);
    const asked = async (given: string) =>
      (await askAtBoth(order, 'clerk', `{ customers${given} { edges { node { id } } } }`)).map((answer) =>
        ids(answer).sort(),
      );
    const both = [alder.customer, birch.customer].sort();
    expect(await asked('')).toEqual([both, both]);
    for (const given of [
      '(filter: { country: "DK" })',
      '(filter: { industry: "333" })',
      '(orderBy: COUNTRY)',
    ])
      expect(await asked(given)).toEqual([[birch.customer], [birch.customer]]);
    const named = await asked('(filter: { companyName: "alder works" })');
    expect(named).toEqual([[alder.customer], [alder.customer]]);
    expect(await asked('(filter: { companyName: "alder works", country: "DK" })')).toEqual([[], []]);
  });

  it('each shows an order or a case the partners of customers whose grant covers partners, and no other §legal-order', async () => {
    const { alder, birch } = sides;
    await grant('ord_partners', alder.customer, 'access.partner');
    await grant('ord_partners', birch.customer, 'company');
    const query = '{ partners { edges { node { id } } } }';
    const order = { audience: 'court-order', purposes: ['legal-order'] } as const;
    for (const [party, edges] of [
      ['ord_partners', [{ node: { id: alder.partner } }]],
      ['ord_narrow', []],
      ['ord_none', []],
    ] as const) {
      for (const answer of await askAtBoth({ ...order, party }, 'clerk', query))
        expect([party, answer.data]).toEqual([party, { partners: { edges } }]);
    }
    const self = { audience: 'customer', purposes: ['self-access'], customer: birch.customer } as const;
    for (const answer of await askAtBoth(self, 'self', query))
      expect(answer.data).toEqual({ partners: { edges: [{ node: { id: birch.partner } }] } });
    const office = { audience: 'compliance', purposes: ['compliance'] } as const;
    for (const answer of await askAtBoth(office, 'desk', query))
      expect((answer.data as never as { partners: { edges: [] } }).partners.edges).toHaveLength(2);
  });

  const grant = async (party: string, customer: string, category: string): Promise<void> => {
    const access = await hearth.kit.room('access', 'customer-records');
    await access.write((m) =>
      m.query('INSERT INTO scope (party, customer, category, until_at, version) VALUES (?, ?, ?, NULL, 1)', [
        party,
        customer,
        category,
      ]),
    );
  };

  it('two partners of equal rights who send one document at once, many times, get their own rows each', async () => {
    const document =
      '{ customers(first: 50) { edges { node { id companyName contacts { edges { node { email } } } } } } }';
    for (const gateway of [alone, hearth.gateway]) {
      const before = { ...gateway.plans };
      const askers = Array.from({ length: 40 }, (_, at) => (at % 2 ? sides.alder : sides.birch));
      const answers = await Promise.all(askers.map((side) => ask(gateway, partnerOf(side), document)));
      for (const [at, answer] of answers.entries()) {
        const [mine, other] = at % 2 ? [sides.alder, sides.birch] : [sides.birch, sides.alder];
        expect(JSON.stringify(answer)).toMatch(mine.secrets);
        expect(JSON.stringify(answer)).not.toMatch(other.secrets);
      }
      expect(gateway.plans.misses - before.misses).toBe(1);
    }
  });

  it('the gateway and each subgraph refuse on the next request what ended, whatever the scopes of the rooms still say §affiliates', async () => {
    const { alder } = sides;
    const scopesOf = async () => {
      const personal = await hearth.kit.room('personal', 'partner-access');
      return personal.read((m) => m.query<unknown[]>('SELECT * FROM scope WHERE party = ?', [alder.partner]));
    };
    expect(await scopesOf()).toHaveLength(1);
    const access = await hearth.kit.room('access', 'partner-access');
    // Past the mutation, which would publish at once: as if publication were late.
    await access.write((m) =>
      m.query('UPDATE assignments SET ends_on = ? WHERE partner = ?', [dayText(-1), alder.partner]),
    );
    expect(await scopesOf()).toHaveLength(1);
    const query = '{ customers { edges { node { id companyName } } } }';
    for (const gateway of [alone, hearth.gateway]) {
      expect((await ask(gateway, partnerOf(alder), query)).data).toEqual({ customers: { edges: [] } });
    }
    for (const subgraph of ['customer-records', 'ingestion', 'partner-access']) {
      const result = await askBehind(subgraph, partnerOf(alder), 'Customer', FIELD[subgraph] ?? '', [
        alder.customer,
      ]);
      expect([subgraph, result.data?.['_entities']]).toEqual([subgraph, [null]]);
    }
  });
});

const FIELD: Readonly<Record<string, string>> = {
  'customer-records': 'companyName',
  ingestion: 'installations { edges { node { id } } }',
  'partner-access': 'partners { role }',
};
