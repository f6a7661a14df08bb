import { PUBLIC_READER } from '@hearth/policy';
import { describeEachDialect } from '@hearth/test-databases';
import { parse } from 'graphql';
import type { Answer, RecordsUnderTest } from '../testing/records-under-test';
import {
  codes,
  COMMUNICATION,
  COMPLIANCE,
  courtOrder,
  customerItself,
  openRecords,
  partner,
  VENDOR,
} from '../testing/records-under-test';

const LIST = `query ($filter: CustomerFilter, $orderBy: CustomerOrder, $first: Int, $after: String) {
  customers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { id companyName industry sizeBand } } pageInfo { hasNextPage endCursor } } }`;
const NAMES = ['Alder & Finch', 'Birch', 'copper', 'Dunmore', 'Eastbank'];
const INDUSTRIES = ['333', '524', '333', null, '484'];
const BANDS = ['FROM_1000_TO_4999', 'FROM_10_TO_49', 'FROM_250_TO_999', null, 'OVER_5000'];

interface Listed {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: Readonly<Record<string, string | null>>;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
const listed = (answer: Answer): Listed => {
  expect(answer.errors).toBeUndefined();
  return answer.data?.['customers'] as Listed;
};
const namesOf = (answer: Answer) => listed(answer).edges.map(({ node }) => node['companyName']);

describeEachDialect('the graph of customer records', (under) => {
  let records: RecordsUnderTest;
  const ids: string[] = [];
  beforeAll(async () => {
    records = await openRecords(under);
    for (const [index, companyName] of NAMES.entries()) {
      const [industry, sizeBand] = [INDUSTRIES[index], BANDS[index]];
      ids.push(await records.recordCustomer({ externalKey: `C-${index}`, companyName, industry, sizeBand }));
    }
    for (const [index, id] of ids.entries()) {
      await records.recordAgreement(id, { licenceKey: `KEY-000${index}-ABC${index}` });
      for (const person of ['a', 'b', 'c']) {
        const input = {
          customer: id,
          externalKey: person,
          name: `Person ${person}`,
          email: `${person}@x.example`,
        };
        await records.ask(
          VENDOR,
          'mutation ($input: RecordContactInput!) { recordContact(input: $input) { id } }',
          {
            input,
          },
        );
      }
    }
    await records.grant('par_1', ids[0] ?? '');
    await records.grant('par_1', ids[1] ?? '');
    await records.grant('ord_1', ids[2] ?? '', 'company.name');
  });
  afterAll(() => records.close());

  it.each([
    ['COMPANY_NAME', ['Alder & Finch', 'Birch', 'copper', 'Dunmore', 'Eastbank']],
    ['SIZE_BAND', ['Dunmore', 'Birch', 'copper', 'Alder & Finch', 'Eastbank']],
  ])('walks all customers page by page, by %s', async (orderBy, expected) => {
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const answer: Answer = await records.ask(COMPLIANCE, LIST, { orderBy, first: 2, after });
      seen.push(...namesOf(answer));
      after = listed(answer).pageInfo.hasNextPage ? listed(answer).pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(expected);
  });

  it.each(['ID', 'INDUSTRY', 'COUNTRY', 'SIZE_BAND', 'COMPANY_NAME'])(
    'gives each customer once, whatever the size of a page, by %s',
    async (orderBy) => {
      const whole = namesOf(await records.ask(COMPLIANCE, LIST, { orderBy }));
      const seen: unknown[] = [];
      let after: string | null = null;
      for (let turn = 0; turn < NAMES.length; turn += 1) {
        const answer: Answer = await records.ask(COMPLIANCE, LIST, { orderBy, first: 1, after });
        seen.push(...namesOf(answer));
        after = listed(answer).pageInfo.endCursor;
      }
      expect(seen).toEqual(whole);
      expect(new Set(seen).size).toBe(NAMES.length);
    },
  );

  it('filters by code, by size and by the whole name', async () => {
    const by = async (filter: object) =>
      namesOf(await records.ask(COMPLIANCE, LIST, { filter, orderBy: 'COMPANY_NAME' }));
    expect(await by({ industry: '333' })).toEqual(['Alder & Finch', 'copper']);
    expect(await by({ industry: '333', sizeBand: 'FROM_250_TO_999' })).toEqual(['copper']);
    expect(await by({ companyName: ' ALDER  & finch' })).toEqual(['Alder & Finch']);
    expect(await by({ companyName: 'Alder' })).toEqual([]);
    expect(await by({ country: 'nowhere' })).toEqual([]);
  });

  it('takes no cursor but one that this list gave this reader', async () => {
    const cursor = listed(await records.ask(COMPLIANCE, LIST, { first: 1 })).pageInfo.endCursor;
    const tries: [Parameters<RecordsUnderTest['ask']>[0], Record<string, unknown>][] = [
      [COMPLIANCE, { after: 'made-up' }],
      [COMPLIANCE, { after: ids[0] }],
      [COMPLIANCE, { after: `${String(cursor)}A` }],
      [COMPLIANCE, { after: cursor, orderBy: 'INDUSTRY' }],
      [COMPLIANCE, { after: cursor, filter: { industry: '333' } }],
      [COMMUNICATION, { after: cursor }],
      [partner('par_1'), { after: cursor }],
    ];
    for (const [who, variables] of tries) {
      const answer = await records.ask(who, LIST, variables);
      expect([codes(answer), answer.data]).toEqual([['BAD_CURSOR'], { customers: null }]);
    }
  });

  it("answers a partner about another's customer as about none, to the byte", async () => {
    const own = ids[0] ?? '';
    const others = ids[3] ?? '';
    const none = 'cus_AAAAAAAAAAAAAAAAAAAAAA';
    const fields = '{ id companyName contacts { edges { node { email } } } agreements { licenceKeyHint } }';
    const asks = [
      `query ($id: ID!) { customer(id: $id) ${fields} }`,
      `query ($id: ID!) { a: customer(id: $id) { ...F } b: customer(id: $id) { ...F } } fragment F on Customer ${fields}`,
      `query ($id: ID!) { _entities(representations: [{ __typename: "Customer", id: $id }]) { ... on Customer ${fields} } }`,
    ];
    for (const query of asks) {
      const answers = await Promise.all(
        [others, none].map(async (id) => JSON.stringify(await records.ask(partner('par_1'), query, { id }))),
      );
      expect(answers[0]).toBe(answers[1]);
      expect(JSON.stringify(await records.ask(partner('par_1'), query, { id: own }))).toContain('Alder');
    }
    const search = async (companyName: string) =>
      JSON.stringify(await records.ask(partner('par_1'), LIST, { filter: { companyName } }));
    expect(await search('Dunmore')).toBe(await search('No such company'));
    expect(namesOf(await records.ask(partner('par_1'), LIST, { orderBy: 'COMPANY_NAME' }))).toEqual([
      'Alder & Finch',
      'Birch',
    ]);
  });

  it('refuses the columns outside a named grant at their own path, and gives the rest', async () => {
    const query = 'query ($id: ID!) { customer(id: $id) { id companyName industry agreements { id } } }';
    const answer = await records.ask(courtOrder('ord_1'), query, { id: ids[2] });
    expect(answer.data).toEqual({
      customer: { id: ids[2], companyName: 'copper', industry: null, agreements: null },
    });
    expect((answer.errors ?? []).map(({ path }) => path)).toEqual([
      ['customer', 'industry'],
      ['customer', 'agreements'],
    ]);
    expect(codes(answer)).toEqual(['ROW_NOT_ALLOWED', 'ROW_NOT_ALLOWED']);
  });

  it('gives the whole licence key to compliance, the hint to a partner in compliance, to communication neither §compliance §departments §affiliates', async () => {
    const query =
      'query ($id: ID!) { customer(id: $id) { agreements { licenceKey licenceKeyHint edition } } }';
    const agreementFor = async (who: Parameters<RecordsUnderTest['ask']>[0]) =>
      (await records.ask(who, query, { id: ids[0] })).data?.['customer'];
    const all = { licenceKey: 'KEY-0000-ABC0', licenceKeyHint: 'ABC0', edition: 'enterprise' };
    expect(await agreementFor(COMPLIANCE)).toEqual({ agreements: [all] });
    const asPartner = { ...partner('par_1'), purposes: ['compliance'] as const };
    expect(await agreementFor(asPartner)).toEqual({ agreements: [{ ...all, licenceKey: null }] });
    expect(await agreementFor(COMMUNICATION)).toEqual({
      agreements: [{ ...all, licenceKey: null, licenceKeyHint: null }],
    });
  });

  it('answers the public with refusals alone §no-sharing', async () => {
    const document = parse(
      '{ customers { edges { node { id companyName } } } me { id } customer(id: "x") { id } }',
    );
    const answer = await records.subgraph.execute({ document });
    expect(PUBLIC_READER.audience).toBe('public');
    expect(answer.data).toEqual({ customers: null, me: null, customer: null });
    expect(answer.errors).toHaveLength(3);
  });

  it('knows a customer as me, and nobody else §knowledge', async () => {
    const query = '{ me { id companyName agreements { licenceKey entitlements { metric limit } } } }';
    const answer = await records.ask(customerItself(ids[1] ?? ''), query);
    expect(answer.data).toEqual({
      me: {
        id: ids[1],
        companyName: 'Birch',
        agreements: [
          {
            licenceKey: 'KEY-0001-ABC1',
            entitlements: [{ metric: 'steps-executed', limit: '9007199254740993' }],
          },
        ],
      },
    });
    expect((await records.ask(COMMUNICATION, '{ me { id } }')).data).toEqual({ me: null });
  });

  it('pages contacts under each customer, with cursors of its own', async () => {
    const query = `query ($id: ID!, $after: String) { customer(id: $id) {
      contacts(first: 2, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } } }`;
    interface Paged {
      readonly customer: { readonly contacts: Listed };
    }
    const first = (await records.ask(COMMUNICATION, query, { id: ids[0] })).data as unknown as Paged;
    expect(first.customer.contacts.pageInfo.hasNextPage).toBe(true);
    const after = first.customer.contacts.pageInfo.endCursor;
    const second = (await records.ask(COMMUNICATION, query, { id: ids[0], after })).data as unknown as Paged;
    const names = [first, second].flatMap(({ customer }) =>
      customer.contacts.edges.map(({ node }) => node['name']),
    );
    expect(names.sort()).toEqual(['Person a', 'Person b', 'Person c']);
    expect(codes(await records.ask(COMMUNICATION, query, { id: ids[1], after }))).toEqual(['BAD_CURSOR']);
  });

  it('costs as many statements for five customers as for one', async () => {
    const query = `query ($first: Int) { customers(first: $first) { edges { node { companyName
      contacts(first: 2) { edges { node { name email } } }
      agreements { edition entitlements { metric limit } } } } } }`;
    const cost = async (first: number) => {
      const before = records.personal.statementCount();
      expect((await records.ask(COMPLIANCE, query, { first })).errors).toBeUndefined();
      return records.personal.statementCount() - before;
    };
    expect([await cost(1), await cost(5)]).toEqual([4, 4]);
  });
});
