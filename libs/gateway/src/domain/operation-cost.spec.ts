import * as fc from 'fast-check';
import { buildSchema, getVariableValues, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { GATEWAY_LIMITS } from './limits';
import { operationCost } from './operation-cost';

const schema = buildSchema(`
  type Query { whole: CustomerConnection customer(id: ID!): Customer customers(first: Int, after: String): CustomerConnection all: [Customer!]! motto: String }
  type CustomerConnection { edges: [CustomerEdge!]! pageInfo: PageInfo! }
  type CustomerEdge { cursor: String node: Customer }
  type PageInfo { endCursor: String }
  type Customer { id: ID name: String tags: [String!] partners: [Customer!] installations(first: Int = 50): InstallationConnection }
  type InstallationConnection { edges: [InstallationEdge!]! }
  type InstallationEdge { node: Installation }
  type Installation { version: String }
`);

function cost(query: string, given: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  return operationCost({ schema, document, operation, variables: coerced });
}

describe('the cost of an operation', () => {
  it.each([
    ['a field, one', '{ motto }', 1],
    ['a list of scalars, one', '{ customer(id: 1) { tags } }', 2],
    ['an object and its fields', '{ customer(id: 1) { id name } }', 3],
    ['a list of no stated size, five', '{ all { id name } }', 11],
    [
      'a page, its size times what hangs on it',
      '{ customers(first: 100) { edges { node { id name } } } }',
      1 + 100 * 4,
    ],
    ['a page of no stated size, twenty', '{ customers { edges { node { id } } } }', 1 + 20 * 3],
    [
      'a page with a default, that',
      '{ customer(id: 1) { installations { edges { node { version } } } } }',
      2 + 50 * 3,
    ],
    [
      'lists within lists, the product',
      '{ all { partners { partners { id } } } }',
      1 + 5 * (1 + 5 * (1 + 5)),
    ],
    ['an alias like the field', '{ a: all { id } b: all { id } }', 12],
    ['what introspection asks, next to nothing', '{ __schema { types { name } } __typename }', 2],
    ['a size below one, one', '{ customers(first: -5) { edges { node { id } } } }', 4],
  ])('is for %s', (_title, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  it('is counted with the variables as they are, and with their defaults', () => {
    const query = 'query Q($n: Int = 10) { customers(first: $n) { edges { node { id } } } }';
    expect(cost(query)).toBe(31);
    expect(cost(query, { n: 1_000 })).toBe(3_001);
    expect(cost(query, { n: null })).toBe(61);
  });

  it('counts a fragment wherever it is spread', () => {
    const plain = '{ customers(first: 7) { edges { node { id name } } } all { id name } }';
    const spread = `{ customers(first: 7) { edges { node { ...C } } } all { ...C ... { name } ... on Customer { name } } }
      fragment C on Customer { id name }`;
    expect(cost(spread)).toBe(cost(plain) + 5 * 2);
  });

  it('is far above the limit for pages within pages that are small to write §security', () => {
    const inner = 'installations(first: 100) { edges { node { version } } }';
    const deep = `{ customers(first: 100) { edges { node { partners { partners { ${inner} } } } } } }`;
    expect(cost(deep)).toBeGreaterThan(GATEWAY_LIMITS.cost);
  });

  it('is counted in time that grows with the document, not with what it expands to', () => {
    const fragments = Array.from(
      { length: 200 },
      (_, at) =>
        `fragment F${String(at)} on Customer { partners { ...F${String(at + 1)} ...F${String(at + 1)} } }`,
    );
    const began = Date.now();
    const expanded = cost(`{ all { ...F0 } } ${fragments.join(' ')} fragment F200 on Customer { id }`);
    expect(expanded).toBeGreaterThan(1e100);
    expect(Date.now() - began).toBeLessThan(1_000);
  });

  it('ends on fragments that spread each other', () => {
    expect(
      cost('{ all { ...A } } fragment A on Customer { id ...B } fragment B on Customer { name ...A }'),
    ).toBe(11);
  });

  it('never falls when a page grows', () => {
    const query =
      'query Q($n: Int, $m: Int) { customers(first: $n) { edges { node { installations(first: $m) { edges { node { version } } } } } } }';
    const size = fc.integer({ min: -2, max: 200 });
    fc.assert(
      fc.property(size, size, fc.nat(100), (n, m, more) => {
        expect(cost(query, { n: n + more, m })).toBeGreaterThanOrEqual(cost(query, { n, m }));
        expect(cost(query, { n, m: m + more })).toBeGreaterThanOrEqual(cost(query, { n, m }));
      }),
    );
  });
});
