import fc from 'fast-check';
import type { Category, Claim } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import { GraphQLError, buildASTSchema, execute, parse, print, validate } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { ACCESS_DIRECTIVES_SDL, planAccess, readAccessTable } from './index';
import type { RowRights } from './index';
import { COMPLIANCE, plain } from './testing/small-graph';

const SDL = parse(`${ACCESS_DIRECTIVES_SDL}
  type Query {
    customer(id: ID): Customer @category(is: "company.record")
    customers(filter: Filter, orderBy: Order = ID): CustomerConnection @category(is: "company.record")
    listed: [Customer!] @category(is: "company.record")
    partners: PartnerConnection @category(is: "access.partner")
    cases: [Case!] @category(is: "request.record")
    motto: String @open(why: "A test.")
    _entities: [_Entity]
  }
  input Filter { country: String @category(is: "company.demographic") name: String @category(is: "company.name") }
  enum Order { ID COUNTRY @category(is: "company.demographic") }
  union _Entity = Customer | Contact | Case
  type Customer {
    id: ID! @open(why: "A test.")
    name: String @category(is: "company.name")
    country: String @category(is: "company.demographic")
    contacts: ContactConnection @category(is: "user.name")
    partner: Partner @category(is: "access.assignment")
  }
  type Contact { id: ID! @open(why: "A test.") name: String @category(is: "user.name") email: String @category(is: "user.contact.email") }
  type Partner { id: ID! @open(why: "A test.") name: String @category(is: "access.partner") customers: [Customer] @open(why: "A test.") }
  type Case { id: ID! @open(why: "A test.") kind: String @category(is: "request.record") customer: Customer @category(is: "request.record") }
  type CustomerConnection { edges: [CustomerEdge!] @open(why: "A test.") pageInfo: PageInfo @open(why: "A test.") }
  type CustomerEdge { cursor: String @open(why: "A test.") node: Customer @open(why: "A test.") }
  type ContactConnection { edges: [ContactEdge!] @open(why: "A test.") pageInfo: PageInfo @open(why: "A test.") }
  type ContactEdge { node: Contact @open(why: "A test.") }
  type PartnerConnection { edges: [PartnerEdge!] @open(why: "A test.") }
  type PartnerEdge { node: Partner @open(why: "A test.") }
  type PageInfo { hasNextPage: Boolean @open(why: "A test.") endCursor: String @open(why: "A test.") }`);
const schema = buildASTSchema(SDL);
const table = readAccessTable(SDL);
const PARTNER: Claim = { audience: 'partner', purpose: 'compliance' };
const OFFICE: Claim = { audience: 'privacy-office', purpose: 'privacy-administration' };
const ORDER: Claim = { audience: 'court-order', purpose: 'legal-order' };
const SYSTEM: Claim = { audience: 'vendor-systems', purpose: 'record-keeping' };
const CUSTOMER: Claim = { audience: 'customer', purpose: 'self-access' };

const edge = (node: object & { id: string }) => ({ cursor: `cursor-${node.id}`, node });
const page = <T>(edges: readonly T[]) => ({ edges, pageInfo: { hasNextPage: true, endCursor: 'cursor-z' } });
const customer = (id: string): Record<string, unknown> & { id: string } => ({
  __typename: 'Customer',
  id,
  name: `Name ${id}`,
  country: 'DK',
  contacts: page([edge({ ...contact(id) })]),
  partner: { id: `par_of_${id}`, name: 'Seller', customers: [] },
});
const contact = (id: string) => ({
  __typename: 'Contact',
  id: `con_${id}`,
  name: `Contact ${id}`,
  email: `it@${id}.example`,
});
const rows = ['a', 'b', 'c'].map((letter) => customer(`cus_${letter}`));
const seller = { id: 'par_x', name: 'X', customers: [rows[0], null, rows[1]] };
const DATA = {
  customer: rows[1],
  customers: page(rows.map(edge)),
  listed: rows,
  partners: page([edge(seller), edge({ ...seller, id: 'par_y' })]),
  cases: [{ __typename: 'Case', id: 'req_1', kind: 'ACCESS', customer: rows[1] }],
  motto: 'm',
  _entities: [rows[0], rows[1], contact('cus_a'), contact('cus_b'), { ...contact('cus_a'), id: 'con_lost' }],
};

const KEYS = {
  owners: { Customer: 'id' },
  parties: { Partner: 'id' },
  belongings: { Case: 'customer' },
  entities: { Contact: 'id' },
};
const planOf = (query: string, reader: Claim, variables: Record<string, unknown> = {}) => {
  const request = { document: parse(query), reader, policy: CURRENT_POLICY, variables };
  const plan = planAccess({ schema, table, ...request, ...KEYS });
  if (!plan.document) throw new TypeError('nothing is left');
  expect(validate(schema, plan.document)).toEqual([]);
  return plan;
};
const rights = (
  held: Record<string, '*' | readonly Category[]>,
  more: Partial<RowRights> = {},
): RowRights => ({
  on: (id) => (Object.hasOwn(held, id) ? held[id] : undefined),
  ...more,
});
/** Answers as a door behind which everything is open. */
function answer(
  query: string,
  held: RowRights,
  reader: Claim = PARTNER,
  data: object = DATA,
  variableValues: Record<string, unknown> = {},
) {
  const plan = planOf(query, reader, variableValues);
  const document = plan.document as never;
  const run = execute({ schema, document, rootValue: data, variableValues }) as ExecutionResult;
  const pruned = plan.rows?.prune(run.data ?? {}, run.errors ?? [], held) ?? { data: run.data, errors: [] };
  return plain(plan.complete(pruned)) as { data: Record<string, unknown>; errors?: GraphQLError[] };
}

describe('what a plan asks for besides', () => {
  const left = (query: string) => print(planOf(query, PARTNER).document as never).replace(/\s+/g, ' ');

  it.each([
    ['the key of each customer', '{ customer { name } }', '{ customer { accessOwner: id name } }'],
    [
      'under a key that the reader does not use',
      '{ customer { accessOwner: name } }',
      '{ customer { accessOwner_: id accessOwner: name } }',
    ],
    [
      'the rows of a page, where none were asked for',
      '{ customers { pageInfo { hasNextPage } } }',
      '{ customers { accessEdges: edges { accessNode: node { accessOwner: id } } pageInfo { hasNextPage } } }',
    ],
    [
      'the row of an edge',
      '{ customers { edges { cursor } } }',
      '{ customers { edges { accessNode: node { accessOwner: id } cursor } } }',
    ],
    [
      'and not the rows that may or may not be asked for',
      '{ customers { edges { node @skip(if: false) { name } } } }',
      '{ customers { edges { accessNode: node { accessOwner: id } node @skip(if: false) { accessOwner: id name } } } }',
    ],
    [
      'the kind of each entity',
      '{ _entities { ... on Contact { name } } }',
      '{ _entities { accessTypename: __typename ... on Customer { accessOwner: id } ... on Contact { accessOwner: id } ... on Contact { name } } }',
    ],
    ['nothing where nothing protected is read', '{ motto __typename }', '{ motto __typename }'],
  ])('is %s', (_what, query, document) => {
    expect(left(query)).toBe(document);
  });

  it('does not reach the reader', () => {
    const all = rights({ cus_a: '*', cus_b: '*', cus_c: '*' }, { ownersOf: () => ['cus_a'] });
    const queries = [
      '{ customer { name } customers { pageInfo { hasNextPage } edges { cursor } } }',
      '{ listed { partner { name } } _entities { ... on Contact { name } } }',
    ];
    for (const query of queries) expect(JSON.stringify(answer(query, all))).not.toContain('access');
  });
});

describe('whose rows an answer holds', () => {
  it('is every customer once, and the entities that came without one', () => {
    const plan = planOf('{ customers { edges { cursor } } _entities { ... on Contact { name } } }', PARTNER);
    const data = execute({ schema, document: plan.document as never, rootValue: DATA }) as ExecutionResult;
    const { customers, entities } = plan.rows?.subjectsIn(data.data ?? {}) ?? {};
    expect(customers).toEqual(['cus_a', 'cus_b', 'cus_c']);
    expect([...(entities ?? [])]).toEqual([['Contact', ['con_cus_a', 'con_cus_b', 'con_lost']]]);
  });

  it('is each party that hangs on no customer’s row', () => {
    const plan = planOf('{ customer { partner { name } } partners { edges { node { name } } } }', OFFICE);
    const data = execute({ schema, document: plan.document as never, rootValue: DATA }) as ExecutionResult;
    expect(plan.rows?.subjectsIn(data.data ?? {}).parties).toEqual(['par_x', 'par_y']);
  });

  it.each([
    [PARTNER, true],
    [OFFICE, true],
    [CUSTOMER, true],
    [SYSTEM, true],
    [COMPLIANCE, false],
  ])('matters for %j: %s', (reader, isBound) => {
    expect(planOf('{ customer { name } }', reader).rows?.isBound).toBe(isBound);
  });
});

describe('what is not this reader’s', () => {
  const mine = rights({ cus_a: '*' });

  it('is null where a single object was asked for, and no error tells of it §affiliates', () => {
    expect(answer('{ customer { id name } motto }', mine)).toEqual({ data: { customer: null, motto: 'm' } });
    expect(answer('{ customer { __typename } }', mine)).toEqual({ data: { customer: null } });
  });

  it('is no edge of a page, which then ends there, under whatever names it was asked', () => {
    const end = { hasNextPage: false, endCursor: null };
    expect(
      answer('{ customers { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }', mine).data,
    ).toEqual({ customers: { edges: [{ cursor: 'cursor-cus_a', node: { id: 'cus_a' } }], pageInfo: end } });
    expect(answer('{ customers { e: edges { cursor } } }', mine).data).toEqual({
      customers: { e: [{ cursor: 'cursor-cus_a' }] },
    });
    expect(answer('{ customers { p: pageInfo { more: hasNextPage endCursor } } }', mine).data).toEqual({
      customers: { p: { more: false, endCursor: null } },
    });
  });

  it('is no item of a list, and an item of entities is null in its place', () => {
    expect(answer('{ listed { id } }', mine).data).toEqual({ listed: [{ id: 'cus_a' }] });
    expect(
      answer('{ _entities { __typename ... on Customer { id name } } }', mine, PARTNER, {
        _entities: rows,
      }).data,
    ).toEqual({ _entities: [{ __typename: 'Customer', id: 'cus_a', name: 'Name cus_a' }, null, null] });
  });

  it('is an entity whose customer is another’s or not known', () => {
    const owners = rights(
      { cus_a: '*' },
      { ownersOf: (type, id) => (type === 'Contact' && id.startsWith('con_cus_') ? [id.slice(4)] : []) },
    );
    expect(answer('{ _entities { ... on Contact { email } } }', owners).data).toEqual({
      _entities: [{}, null, { email: 'it@cus_a.example' }, null, null],
    });
    expect(answer('{ _entities { ... on Contact { email } } }', mine).data).toEqual({
      _entities: [{}, null, null, null, null],
    });
  });

  it('is another partner, and a customer of one’s own partner that is not assigned', () => {
    const own = rights({ cus_a: '*' }, { party: 'par_x' });
    expect(answer('{ partners { edges { node { id name customers { id } } } } }', own).data).toEqual({
      partners: { edges: [{ node: { id: 'par_x', name: 'X', customers: [{ id: 'cus_a' }, null] } }] },
    });
  });

  it('is a partner that no row of the reader’s leads to, and none that stands on such a row §legal-order', () => {
    const query = '{ partners { edges { node { name } } } customer { partner { id } } }';
    const customer = { partner: { id: 'par_of_cus_b' } };
    const meeting = (...ids: string[]) => rights({ cus_b: '*' }, { meets: (id) => ids.includes(id) });
    const named = (...nodes: object[]) => ({
      customer,
      partners: { edges: nodes.map((node) => ({ node })) },
    });
    const seller = { ...DATA.partners.edges[0]?.node, id: 'par_y', name: 'Y' };
    const data = { ...DATA, partners: page([...DATA.partners.edges.slice(0, 1), edge(seller)]) };
    for (const reader of [OFFICE, SYSTEM, CUSTOMER]) {
      expect(answer(query, meeting(), reader, data).data).toEqual(named());
      expect(answer(query, meeting('par_y'), reader, data).data).toEqual(named({ name: 'Y' }));
      expect(answer(query, rights({ cus_b: '*' }), reader, data).data).toEqual(named());
    }
    expect(answer(query, rights({}), COMPLIANCE, data).data).toEqual(named({ name: 'X' }, { name: 'Y' }));
  });

  it.each([
    ['a literal', '{ customers(filter: { country: "DK" }) { edges { node { id } } } }', {}],
    [
      'a variable',
      'query Q($f: Filter) { customers(filter: $f) { edges { node { id } } } }',
      { f: { country: 'DK' } },
    ],
    ['a default', 'query Q($o: Order = COUNTRY) { customers(orderBy: $o) { edges { node { id } } } }', {}],
    ['an alias', '{ customers: customers(orderBy: COUNTRY) { edges { n: node { id } node { id } } } }', {}],
    [
      'a fragment',
      '{ ...F } fragment F on Query { customers(filter: { country: "DK" }) { edges { node { id } } } }',
      {},
    ],
  ])(
    'is a customer that was found by what is not held on it, asked by %s §consent',
    (_way, query, variables) => {
      const held = rights({ cus_a: ['company.name'], cus_b: ['company'], cus_c: ['company.demographic'] });
      const { data } = answer(query, held, OFFICE, DATA, variables);
      const { edges } = data['customers'] as { edges: { node: { id: string } }[] };
      expect(edges.map(({ node }) => node.id)).toEqual(['cus_b', 'cus_c']);
    },
  );

  it('is no customer that was found by what is held on it, or by nothing', () => {
    const held = rights({ cus_a: ['company.name'], cus_c: ['company.demographic'] });
    const found = (given: string) => {
      const { data } = answer(`{ customers${given} { edges { node { id } } } }`, held, OFFICE);
      return (data['customers'] as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node.id);
    };
    expect(found('')).toEqual(['cus_a', 'cus_c']);
    expect(found('(orderBy: ID)')).toEqual(['cus_a', 'cus_c']);
    expect(found('(filter: { name: "Name" })')).toEqual(['cus_a']);
    expect(found('(filter: { name: "Name", country: "DK" })')).toEqual([]);
  });

  it('tells the same of a customer found by what is not held on it as of one that is not there', () => {
    const grants = fc.constantFrom<'*' | readonly Category[] | undefined>(
      '*',
      ['company'],
      ['company.name'],
      ['company.demographic', 'user'],
      [],
      undefined,
    );
    const asked = fc.constantFrom(
      'edges { cursor node { id name country } }',
      'edges { cursor }',
      'e: edges { node { contacts { edges { node { email } } } } }',
    );
    const given = fc.constantFrom('filter: { country: "DK" }', 'orderBy: COUNTRY');
    fc.assert(
      fc.property(fc.tuple(grants, grants, grants), asked, given, (held, selection, argument) => {
        const byId = Object.fromEntries(rows.map(({ id }, at) => [id, held[at]]));
        const on = { on: (id: string) => byId[id] };
        const covered = rows.filter(({ id }) => {
          const granted = byId[id];
          return granted === '*' || granted?.some((one) => 'company.demographic'.startsWith(one));
        });
        const query = `{ customers(${argument}) { ${selection} } }`;
        const { data } = answer(query, on, OFFICE);
        expect(data).toEqual(answer(query, on, OFFICE, { ...DATA, customers: page(covered.map(edge)) }).data);
      }),
      { numRuns: 200 },
    );
  });

  it('is everything where nothing is held, or the key of an object is missing', () => {
    const query = '{ customer { name } customers { edges { node { name } } } listed { name } }';
    const nothing = { customer: null, customers: { edges: [] }, listed: [] };
    expect(answer(query, rights({})).data).toEqual(nothing);
    const plan = planOf(query, PARTNER);
    const bare = {
      customer: { name: 'x' },
      customers: { edges: [{ node: { name: 'x' } }] },
      listed: [{ name: 'x' }],
    };
    expect(plain(plan.rows?.prune(bare, [], rights({ cus_a: '*' })).data)).toEqual(nothing);
  });

  it('is a field whose category is not held on that customer, with an error at its place §consent', () => {
    const named = rights({ cus_a: ['company.name'], cus_b: ['company', 'user.contact'] });
    const result = answer('{ listed { id name country contacts { edges { node { email } } } } }', named);
    expect(result.data).toEqual({
      listed: [
        { id: 'cus_a', name: 'Name cus_a', country: null, contacts: null },
        { id: 'cus_b', name: 'Name cus_b', country: 'DK', contacts: null },
      ],
    });
    expect(result.errors?.map(({ path }) => path?.join('.'))).toEqual([
      'listed.0.country',
      'listed.0.contacts',
      'listed.1.contacts',
    ]);
    expect(result.errors?.[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      access: {
        decision: expect.stringMatching(/^dec_/),
        code: 'ROW_NOT_ALLOWED',
        category: 'company.demographic',
        clause: 'affiliates',
        policyVersion: CURRENT_POLICY.version,
        needed: expect.objectContaining({ scope: true }),
      },
    });
  });

  it('is only the fields, where the reader may see the list that names the customer', () => {
    const query = '{ cases { kind customer { id name } } }';
    const result = answer(query, rights({}), OFFICE);
    expect(result.data).toEqual({ cases: [{ kind: 'ACCESS', customer: { id: 'cus_b', name: null } }] });
    expect(result.errors?.map(({ path }) => path?.join('.'))).toEqual(['cases.0.customer.name']);
    expect(answer(query, rights({ cus_b: '*' }), OFFICE)).not.toHaveProperty('errors');
  });

  it('is what belongs to another’s customer, or to nobody’s, whatever was asked of it §legal-order', () => {
    const data = {
      cases: [
        { __typename: 'Case', id: 'req_1', kind: 'ACCESS', customer: rows[1] },
        { __typename: 'Case', id: 'req_2', kind: 'ERASURE', customer: rows[0] },
        { __typename: 'Case', id: 'req_3', kind: 'ACCESS', customer: null },
      ],
    };
    const asked = (query: string, held: RowRights) => answer(query, held, ORDER, data);
    const wide = rights({ cus_a: ['company'], cus_b: ['request.record'] });
    expect(asked('{ cases { id } }', wide)).toEqual({ data: { cases: [{ id: 'req_1' }] } });
    expect(asked('{ c: cases { k: kind customer { id name } } }', wide).data).toEqual({
      c: [{ k: 'ACCESS', customer: { id: 'cus_b', name: null } }],
    });
    expect(asked('{ cases { __typename } }', rights({ cus_a: '*' })).data).toEqual({
      cases: [{ __typename: 'Case' }],
    });
    for (const held of [{}, { cus_a: ['company'] as const, cus_b: ['user'] as const }])
      expect(asked('{ cases { id kind } }', rights(held))).toEqual({ data: { cases: [] } });
    const left = print(planOf('{ cases { kind } }', ORDER).document as never).replace(/\s+/g, ' ');
    expect(left).toBe('{ cases { accessNode: customer { accessOwner: id } kind } }');
  });

  it('leaves alone what belongs to no customer', () => {
    expect(answer('{ motto customer { name } }', rights({})).data).toEqual({ motto: 'm', customer: null });
  });

  it('takes errors below it along, and moves up those behind it', () => {
    const plan = planOf('{ listed { name } customer { name } motto }', PARTNER);
    const data = {
      listed: rows.map(({ id }) => ({ accessOwner: id, name: null })),
      customer: { accessOwner: 'cus_b', name: null },
      motto: null,
    };
    const at = (...path: (string | number)[]) => new GraphQLError(path.join('.'), { path });
    const errors = [
      at('listed', 0, 'name'),
      at('listed', 1, 'name'),
      at('customer', 'name'),
      at('motto'),
      new GraphQLError('nowhere'),
    ];
    const pruned = plan.rows?.prune(data, errors, rights({ cus_b: [], cus_a: [] }));
    expect(pruned?.errors.map(({ message, path }) => [message, path?.join('.')])).toEqual([
      ['listed.0.name', 'listed.0.name'],
      ['listed.1.name', 'listed.1.name'],
      ['customer.name', 'customer.name'],
      ['motto', 'motto'],
      ['nowhere', undefined],
    ]);
    const fewer = plan.rows?.prune(data, errors, rights({ cus_c: [], cus_b: undefined as never }));
    expect(fewer?.errors.map(({ message }) => message)).toEqual(['motto', 'nowhere']);
    const second = plan.rows?.prune(data, [at('listed', 2, 'name')], rights({ cus_c: '*' }));
    expect(second?.errors[0]?.path).toEqual(['listed', 0, 'name']);
  });

  it('is in no answer, whatever is held and however it was asked', () => {
    const piece = fc.constantFrom(
      'customer { id name }',
      'c: customer { n: name contacts { edges { node { name email } } pageInfo { endCursor } } }',
      'customers { edges { cursor node { name } } }',
      'p: customers { pageInfo { hasNextPage endCursor } edges { cursor } }',
      'listed { ...F }',
      'partners { edges { node { customers { id country } } } }',
      '_entities { __typename ... on Customer { ...F } ... on Contact { email } }',
    );
    const held = fc.dictionary(
      fc.constantFrom('cus_a', 'cus_b', 'cus_c'),
      fc.constantFrom<'*' | readonly Category[]>(
        '*',
        [],
        ['company'],
        ['user.contact.email', 'company.name'],
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(piece, { minLength: 1 }), held, (pieces, holds) => {
        const fragment = 'fragment F on Customer { id name country partner { name } }';
        const text = pieces.join(' ');
        const query = `{ ${text} } ${text.includes('...F') ? fragment : ''}`;
        const owners = (_type: string, id: string) => [id.slice(4)];
        const told = JSON.stringify(answer(query, rights(holds, { ownersOf: owners })));
        for (const { id } of rows) {
          const has = (category: Category) =>
            holds[id] === '*' || (holds[id] ?? []).some((one) => category.startsWith(one));
          if (!Object.hasOwn(holds, id)) expect(told).not.toContain(id);
          if (!has('company.name')) expect(told).not.toContain(`Name ${id}`);
          if (!has('user.contact.email')) expect(told).not.toContain(`it@${id}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
