import { readAccessTable } from '@hearth/access-plan';
import { parse } from 'graphql';
import { GATEWAY_LIMITS } from './domain/limits';
import { keyFaults, transitiveFaults } from './domain/transitive-demands';
import { readSupergraph } from './supergraph';
import { COMMUNICATION, COMPLIANCE, gatewayUnderTest, PARTNER, PRODUCT } from './testing/gateway-under-test';
import type { GatewayUnderTest } from './testing/gateway-under-test';

// Each block names the public advisory or change in which another gateway's access control was found to be got round so.

describe('published bypasses of other gateways, at this one', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => {
    test = await gatewayUnderTest();
  });
  afterAll(() => test.close());

  // GHSA-m8jr-fxqx-8xx6 (Apollo Federation, 2025): protected fields read through @requires without being asked for.
  describe('through fields that are required', () => {
    const faultsOf = (fields: string): string[] => {
      const sdl = `type Customer { id: ID! @open(why: "x") name: String @category(is: "company.name")
        contact: Contact @category(is: "user.name") ${fields} }
        type Contact { email: String @category(is: "user.contact.email") }
        type Query { customer: Customer @open(why: "x") }`;
      const document = parse(sdl);
      return transitiveFaults(document, readAccessTable(document));
    };

    it.each([
      ['is open', 'hint: String @open(why: "x") @join__field(graph: A, requires: "name")', 1],
      [
        'has another category',
        'hint: String @category(is: "user.name") @join__field(graph: A, requires: "name")',
        1,
      ],
      [
        'is computed from a field within',
        'hint: String @category(is: "user.name") @join__field(graph: A, requires: "contact { email }")',
        1,
      ],
      [
        'is computed by one subgraph of two',
        'hint: String @open(why: "x") @join__field(graph: A) @join__field(graph: B, requires: "id name")',
        1,
      ],
      [
        'demands neither of two',
        'hint: String @open(why: "x") @join__field(graph: A, requires: "name contact { email }")',
        3,
      ],
    ])('tells a field that %s §departments', (_how, fields, count) => {
      expect(faultsOf(fields)).toHaveLength(count);
    });

    it('finds nothing wrong where a field demands all that it is computed from', () => {
      const both = '@category(is: "user.name") @category(is: "user.contact.email")';
      expect(
        faultsOf(`hint: String ${both} @join__field(graph: A, requires: "id contact { email }")`),
      ).toEqual([]);
    });

    it('does not start over a supergraph with such a field', async () => {
      const supergraphSdl = test.graph.supergraphSdl.replace(
        /(installations: \[Installation!\][^\n]*@join__field\(graph: USAGE)/,
        '$1, requires: "companyName"',
      );
      expect(supergraphSdl).not.toBe(test.graph.supergraphSdl);
      await expect(test.another({ supergraphSdl })).rejects.toThrow(
        'Customer.installations requires Customer.companyName, and does not demand its category company.name.',
      );
    });

    it('has none in the graph that is served', () => {
      const supergraph = parse(readSupergraph());
      expect(transitiveFaults(supergraph, readAccessTable(supergraph))).toEqual([]);
    });
  });

  // Keys that are protected: they are fetched to join, for readers who may not have them.
  describe('through keys', () => {
    const faultsOf = (key: string): string[] => {
      const document = parse(`type Customer @join__type(graph: A, key: "${key}") @join__type(graph: B) {
        id: ID! @open(why: "x") licence: String @category(is: "licence.key") contact: Contact @open(why: "x") }
        type Contact { email: String @category(is: "user.contact.email") }`);
      return keyFaults(document, readAccessTable(document));
    };

    it.each([
      [
        'a protected key',
        'licence',
        ['Customer has the key Customer.licence, which has the category licence.key.'],
      ],
      [
        'a key of which a part is protected',
        'id licence',
        ['Customer has the key Customer.licence, which has the category licence.key.'],
      ],
      [
        'a key that is protected further in',
        'contact { email }',
        ['Customer has the key Contact.email, which has the category user.contact.email.'],
      ],
      ['nothing amiss with a key that is open', 'id', []],
    ])('finds %s §departments', (_what, key, faults) => {
      expect(faultsOf(key)).toEqual(faults);
    });

    it('does not start over a supergraph with such a key', async () => {
      const supergraphSdl = test.graph.supergraphSdl.replaceAll('key: "id"', 'key: "id companyName"');
      expect(supergraphSdl).not.toBe(test.graph.supergraphSdl);
      await expect(test.another({ supergraphSdl })).rejects.toThrow(
        'Customer has the key Customer.companyName, which has the category company.name.',
      );
    });

    it('has none in the graph that is served', () => {
      const supergraph = parse(readSupergraph());
      expect(keyFaults(supergraph, readAccessTable(supergraph))).toEqual([]);
    });
  });

  // Entities and the schema of subgraphs, reachable where a gateway serves what the federation specification gives subgraphs.
  it.each([
    [
      'representations made by hand',
      '{ _entities(representations: [{ __typename: "Customer", id: "cus_1" }]) { __typename } }',
    ],
    ['an entity of a fragment', '{ _entities(representations: []) { ... on Customer { companyName } } }'],
    ['the schema of a subgraph', '{ _service { sdl } }'],
  ])('knows nothing of %s §no-sharing', async (_way, query) => {
    const before = Object.values(test.graph.asked).flat().length;
    const { data, errors } = await test.ask(COMPLIANCE, query);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(Object.values(test.graph.asked).flat()).toHaveLength(before);
  });

  // CVE-2025-32032, CVE-2025-32034 (Apollo Router): work by reused fragments and aliases.
  it('refuses more aliases than the limit before anything is planned', async () => {
    const aliases = Array.from({ length: GATEWAY_LIMITS.aliases + 1 }, (_, at) => `a${String(at)}: motto`);
    const { data, errors } = await test.ask(undefined, `{ ${aliases.join(' ')} }`);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  // CVE-2026-32621 (Apollo Federation): prototypes changed through aliases and variables.
  it.each(['{ __proto__: motto }', '{ constructor: motto }', 'query ($__proto__: String) { motto }'])(
    'lets %s change no prototype',
    async (query) => {
      await test.ask(undefined, query);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(typeof {}.constructor).toBe('function');
    },
  );

  // Existence told by what needs no right: __typename, and the shape of null.
  it('says no more of another’s customer by __typename than of one who does not exist §affiliates', async () => {
    const query = 'query ($id: ID!) { customer(id: $id) { __typename } }';
    const ask = (id: string) => test.ask(PARTNER, query, { variables: { id }, purpose: 'compliance' });
    expect(JSON.stringify(await ask('cus_2'))).toBe(JSON.stringify(await ask('cus_0')));
  });

  // Introspection of hidden types, one at a time.
  it('answers for a type that is hidden as for one that is not', async () => {
    const query = 'query ($name: String!) { __type(name: $name) { name fields { name } } }';
    const ask = (name: string) => test.ask(undefined, query, { variables: { name } });
    expect(JSON.stringify(await ask('Installation'))).toBe(JSON.stringify(await ask('NoSuchType')));
  });

  // Caches and in-flight requests shared between readers of different rights.
  it('answers one document at once for readers of different rights, each by its own §departments', async () => {
    const query = '{ customer(id: "cus_1") { companyName installations { version } } }';
    const readers = [COMPLIANCE, COMMUNICATION, PRODUCT, undefined];
    const asked = Array.from({ length: 24 }, (_, at) => readers[at % readers.length]);
    const answers = await Promise.all(
      asked.map(async (reader) => [reader, JSON.stringify(await test.ask(reader, query))] as const),
    );
    for (const [reader, text] of answers) {
      expect(text.includes('Alder')).toBe(reader === COMPLIANCE || reader === COMMUNICATION);
      expect(text.includes('"2.1"')).toBe(reader === COMPLIANCE);
    }
  });
});
