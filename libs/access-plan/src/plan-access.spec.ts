import { print } from 'graphql';
import { PUBLIC, answerSmall, leftOf, pathsOf, plain, planSmall } from './testing/small-graph';

describe('planAccess', () => {
  it('leaves nothing to execute when nothing that was asked is granted', () => {
    const plan = planSmall('{ health a: health }', { reader: PUBLIC });
    expect(plan).toMatchObject({ document: null, refusals: 2, categories: [], clauses: [] });
    expect(plain(plan.complete({}))).toMatchObject({
      data: { health: null, a: null },
      errors: [{ path: ['health'] }, { path: ['a'] }],
    });
  });

  it('says code, category, clause, version and what would be needed, and no value §amendments §departments', () => {
    const { errors } = answerSmall('{ customer(id: "secret-id") { k: key } }');
    expect(plain(errors)).toEqual([
      {
        message: 'This reader may not have the field key.',
        path: ['customer', 'k'],
        locations: [{ line: 1, column: 31 }],
        extensions: {
          code: 'FORBIDDEN',
          access: {
            code: 'CATEGORY_NOT_ALLOWED',
            category: 'licence.key',
            clause: 'departments',
            policyVersion: '2026.2',
            decision: expect.stringMatching(/^dec_[\w-]{22}$/),
            needed: {
              order: true,
              words: expect.stringContaining('the compliance department (compliance)'),
            },
          },
        },
      },
    ]);
  });

  it('hands the very same document on when nothing is refused, and the result with it', () => {
    const plan = planSmall('{ customer { id name } }');
    expect(plan.document && print(plan.document)).toBe('{\n  customer {\n    id\n    name\n  }\n}');
    const data = { customer: { id: '1', name: 'n' } };
    expect(plan.complete({ data }).data).toBe(data);
    expect(plan.complete({ data })).not.toHaveProperty('errors');
  });

  it('tells which categories will be read, under which clauses, on which rows', () => {
    const plan = planSmall(
      '{ customer { name key ...F } } fragment F on Customer { name country contacts { email } }',
    );
    expect(plan.categories).toEqual(['company.name', 'company.demographic', 'user.contact.email']);
    expect(plan.clauses).toEqual(['departments']);
    expect(plan.reads[0]).toEqual({ category: 'company.name', clause: 'departments', rows: 'all' });
    expect(plan.fields.map(({ coordinate, refusal }) => [coordinate, refusal?.code])).toContainEqual([
      'Customer.key',
      'CATEGORY_NOT_ALLOWED',
    ]);
  });

  it.each([
    // [what, query, document left, data, refused paths]
    [
      'a field among others, in the order asked',
      '{ customer { id key name } }',
      '{ customer { id name } }',
      { customer: { id: '1', key: null, name: 'Name 1' } },
      ['customer.key'],
    ],
    [
      'through lists, where the object is there',
      '{ customer { peers { key id } } search { __typename } }',
      '{ customer { peers { id } } search { __typename } }',
      {
        customer: {
          peers: [
            { key: null, id: '2' },
            { key: null, id: '2' },
          ],
        },
        search: [
          { __typename: 'Customer' },
          { __typename: 'Product' },
          null,
          { __typename: 'Partner' },
          { __typename: 'Customer' },
        ],
      },
      ['customer.peers.0.key', 'customer.peers.1.key'],
    ],
    [
      'nothing of an object that is not there, and no error for it',
      '{ customers { partner { client id } } }',
      '{ customers { partner { id } } }',
      { customers: [{ partner: { client: null, id: 'x1' } }, { partner: null }] },
      ['customers.0.partner.client'],
    ],
    [
      'lists of lists, by the type that each object has',
      '{ customer { grid { ... on Product { id secret } ... on Customer { hint id } } } }',
      '{ customer { grid { accessTypename: __typename ... on Product { id } ... on Customer { id } } } }',
      {
        customer: {
          grid: [[{ hint: null, id: '2' }, null, { id: 'p1', secret: null }], [], null, [{}]],
        },
      },
      ['customer.grid.0.0.hint', 'customer.grid.0.2.secret'],
    ],
    [
      'one response key that means different fields for different members of a union',
      '{ search { ... on Customer { x: key } ... on Partner { x: name } ... on Product { x: secret } } }',
      '{ search { accessTypename: __typename ... on Partner { x: name } } }',
      { search: [{ x: null }, { x: null }, null, { x: 'Seller' }, { x: null }] },
      ['search.0.x', 'search.1.x', 'search.4.x'],
    ],
    [
      'everything below an object that is itself open',
      '{ customer { key hint } }',
      '{ customer { accessTypename: __typename } }',
      { customer: { key: null, hint: null } },
      ['customer.key', 'customer.hint'],
    ],
    [
      'by alias, once for a key that is asked twice',
      '{ customer { a: key b: key a: key id } }',
      '{ customer { id } }',
      { customer: { a: null, b: null, id: '1' } },
      ['customer.a', 'customer.b'],
    ],
    [
      'in fragments of fragments, and drops those that are empty',
      '{ customer { ...A } } fragment A on Customer { ...B id } fragment B on Customer { key }',
      '{ customer { ...A } } fragment A on Customer { id }',
      { customer: { key: null, id: '1' } },
      ['customer.key'],
    ],
    [
      'in one fragment spread in two places',
      '{ customer { ...A partner { customers { ...A } } } } fragment A on Customer { key id }',
      '{ customer { ...A partner { customers { ...A } } } } fragment A on Customer { id }',
      {
        customer: {
          key: null,
          id: '1',
          partner: { customers: [{ key: null, id: '1' }, null, { key: null, id: '2' }] },
        },
      },
      ['customer.key', 'customer.partner.customers.0.key', 'customer.partner.customers.2.key'],
    ],
    [
      'objects of two selections under one key, merged',
      '{ customer { id key } customer { name hint } }',
      '{ customer { id } customer { name } }',
      { customer: { id: '1', key: null, name: 'Name 1', hint: null } },
      ['customer.key', 'customer.hint'],
    ],
    [
      'a field that nothing declares',
      '{ customer { undeclared id } }',
      '{ customer { id } }',
      { customer: { undeclared: null, id: '1' } },
      ['customer.undeclared'],
    ],
    [
      'under the response keys __proto__ and constructor',
      '{ __proto__: customer { constructor: key __proto__: id hasOwnProperty: hint } }',
      '{ __proto__: customer { __proto__: id } }',
      JSON.parse('{"__proto__":{"constructor":null,"__proto__":"1","hasOwnProperty":null}}') as object,
      ['__proto__.constructor', '__proto__.hasOwnProperty'],
    ],
    [
      'without touching a response key that the runtime type would have used',
      '{ search { accessTypename: __typename ... on Customer { key } } }',
      '{ search { accessTypename_: __typename accessTypename: __typename } }',
      {
        search: [
          { accessTypename: 'Customer', key: null },
          { accessTypename: 'Product' },
          null,
          { accessTypename: 'Partner' },
          { accessTypename: 'Customer', key: null },
        ],
      },
      ['search.0.key', 'search.4.key'],
    ],
  ])('refuses %s', (_, query, expectedLeft, data, refused) => {
    const result = answerSmall(query);
    expect(JSON.stringify(result.data)).toBe(JSON.stringify(data));
    expect(pathsOf(result)).toEqual(refused);
    expect(leftOf(query)).toBe(expectedLeft);
  });

  describe('on interfaces', () => {
    it('allows a field that every implementation may show', () => {
      expect(plain(answerSmall('{ named { id name } }').data)).toEqual({
        named: { id: 'p1', name: 'RoboServer' },
      });
    });

    it('refuses a field that one implementation may not show, whichever the object is', () => {
      const result = answerSmall('{ named { id note } }');
      expect(plain(result.data)).toEqual({ named: { id: 'p1', note: null } });
      expect(pathsOf(result)).toEqual(['named.note']);
    });

    it('lets a refusal win where a fragment asks for the same key and would get it', () => {
      const result = answerSmall('{ named { ... on Product { note } note } }');
      expect(plain(result.data)).toEqual({ named: { note: null } });
      expect(pathsOf(result)).toEqual(['named.note']);
    });

    it('judges a member by its own fields once a fragment says which it is', () => {
      const query = '{ search { ... on Product { name } ... on Customer { name } } }';
      expect(plain(answerSmall(query, { reader: PUBLIC }).data)).toEqual({
        search: [{ name: null }, { name: 'RoboServer' }, null, {}, { name: null }],
      });
    });
  });

  it('keeps only what the rest uses: no fragment, variable or operation beside it', () => {
    const query = `
      query One($key: String, $id: ID) { customer(id: $id) { id ...K } again: customer(key: $key) { id } }
      query Two { health }
      fragment K on Customer { key contacts(first: 1) { ...C } }
      fragment C on Contact { email }`;
    expect(leftOf(query, { operationName: 'One', variables: { key: 'k' } })).toBe(
      'query One($id: ID) { customer(id: $id) { id ...K } } fragment K on Customer { contacts(first: 1) { ...C } } fragment C on Contact { email }',
    );
  });

  it('leaves introspection to whoever answers it', () => {
    const query =
      '{ __schema { types { ...T } } __type(name: "Customer") { name } __typename health } fragment T on __Type { name }';
    const plan = planSmall(query, { reader: PUBLIC });
    expect(plan.refusals).toBe(1);
    expect(plan.document && print(plan.document)).toContain('__schema');
  });

  it('passes errors and a missing answer on as they are', () => {
    const plan = planSmall('{ customer { key id } }');
    expect(plan.complete({ data: null, errors: ['broken'] })).toEqual({ data: null, errors: ['broken'] });
    expect(plan.complete({ errors: ['broken'] })).toEqual({ data: null, errors: ['broken'] });
    expect(plan.complete({ data: { customer: null }, errors: ['broken'] }).errors).toEqual(['broken']);
  });

  it('can complete many results of one plan, each by itself', () => {
    const plan = planSmall('{ customers { key } }');
    expect(plan.complete({ data: { customers: [{}] } }).errors).toHaveLength(1);
    expect(plan.complete({ data: { customers: [{}, {}] } }).errors).toHaveLength(2);
    expect(plan.complete({ data: { customers: [] } }).errors).toBeUndefined();
  });

  it('goes through a fragment once, however deeply fragments multiply', () => {
    const depth = 30;
    const fragments = Array.from(
      { length: depth },
      (_, at) => `fragment F${at} on Customer { peers { ...F${at + 1} } p: peers { ...F${at + 1} } }`,
    );
    const plan = planSmall(
      `{ customer { ...F0 } } ${fragments.join(' ')} fragment F${depth} on Customer { id key }`,
    );
    expect(plan.refusals).toBe(1);
    expect(plain(plan.complete({ data: { customer: { peers: [], p: [] } } }))).toEqual({
      data: { customer: { peers: [], p: [] } },
    });
  });

  it('says so when the operation cannot be picked', () => {
    expect(() => planSmall('query A { health } query B { health }')).toThrow(
      expect.objectContaining({ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }),
    );
    expect(() => planSmall('subscription { health }')).toThrow('not there');
    expect(() => planSmall('{ health }', { operationName: 'Other' })).toThrow('not there');
  });
});
