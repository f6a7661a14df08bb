import { ACCESS_DIRECTIVES_SDL, planAccess, readAccessTable } from '@hearth/access-plan';
import type { Reader } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import { buildASTSchema, getOperationAST, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import type { ReleasedType } from '@hearth/release-record';
import { protectedCategories, releasedIn } from './released';

const SDL = parse(`${ACCESS_DIRECTIVES_SDL}
  type Query {
    customer: Customer @category(is: "company.record")
    customers: CustomerConnection @category(is: "company.record")
    motto: String @open(why: "A test.")
  }
  type Customer {
    id: ID! @open(why: "A test.")
    companyName: String @category(is: "company.name")
    agreements: [Agreement!] @category(is: "agreement.record")
    installations: InstallationConnection @category(is: "usage.installation")
    points: [Point!] @category(is: "usage.customer.entitled")
  }
  type Agreement { id: ID! @open(why: "A test.") }
  type Point { fell: Boolean @category(is: "usage.customer.entitled") }
  type CustomerConnection { edges: [CustomerEdge!] @open(why: "A test.") pageInfo: PageInfo @open(why: "A test.") }
  type CustomerEdge { node: Customer @open(why: "A test.") }
  type InstallationConnection { edges: [InstallationEdge!] @open(why: "A test.") pageInfo: PageInfo @open(why: "A test.") }
  type InstallationEdge { node: Installation @open(why: "A test.") }
  type Installation { version: String @category(is: "usage.installation") }
  type PageInfo { hasNextPage: Boolean @open(why: "A test.") endCursor: String @open(why: "A test.") }`);
const schema = buildASTSchema(SDL);
const table = readAccessTable(SDL);
const guarded = protectedCategories(CURRENT_POLICY);
const reader: Reader = {
  audience: 'compliance',
  purpose: 'compliance',
  purposes: ['compliance'],
  client: 'a-test',
};

function released(query: string, data: Record<string, unknown>): ReleasedType[] {
  const document = parse(query);
  const plan = planAccess({ schema, table, document, reader, policy: CURRENT_POLICY });
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return releasedIn({ schema, plan, operation, data, guarded });
}

const type = (name: string, categories: string[], rows: number, customers: string[] = []) => ({
  type: name,
  categories,
  clauses: ['compliance'],
  customers,
  rows,
});

describe('what is released', () => {
  it('is nothing where the answer is that of a customer who does not exist', () => {
    expect(released('{ customer { companyName } motto }', { customer: null, motto: 'm' })).toEqual([]);
    const page = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const query = '{ customers { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
    expect(released(query, { customers: page })).toEqual([]);
  });

  it('is that the customer is there, even where its field is empty', () => {
    const one = [type('Customer', ['company.record'], 1)];
    expect(released('{ customer { companyName } }', { customer: { companyName: null } })).toEqual(one);
    expect(released('{ customer { agreements { id } } }', { customer: { agreements: [] } })).toEqual(one);
    const none = { edges: [], pageInfo: { hasNextPage: false } };
    const paged = '{ customer { installations { edges { node { version } } pageInfo { hasNextPage } } } }';
    expect(released(paged, { customer: { installations: none } })).toEqual(one);
    const listed = { edges: [{ node: { companyName: null } }] };
    expect(released('{ customers { edges { node { companyName } } } }', { customers: listed })).toEqual(one);
  });

  it('is a value that is false like any other', () => {
    const data = { customer: { points: [{ fell: false }, { fell: false }] } };
    expect(released('{ customer { points { fell } } }', data)).toEqual([
      type('Customer', ['company.record', 'usage.customer.entitled'], 1),
      type('Point', ['usage.customer.entitled'], 2),
    ]);
  });

  it('is that a list goes on, or holds a row', () => {
    const more = { pageInfo: { hasNextPage: true } };
    expect(released('{ customers { pageInfo { hasNextPage } } }', { customers: more })).toEqual([
      type('Customer', ['company.record'], 0),
    ]);
    const row = { customer: { installations: { edges: [{ node: { version: null } }] } } };
    expect(released('{ customer { installations { edges { node { version } } } } }', row)).toEqual([
      type('Customer', ['company.record', 'usage.installation'], 1),
      type('Installation', ['usage.installation'], 1),
    ]);
  });

  it('is about the customers above it, and takes no other field for their id', () => {
    const data = {
      customer: { key: 'cus_1', id: 'Alder & Sons', agreements: [{ id: 'agr_1' }] },
    };
    expect(released('{ customer { key: id id: companyName agreements { id } } }', data)).toEqual([
      type('Agreement', ['agreement.record'], 1, ['cus_1']),
      type('Customer', ['agreement.record', 'company.name', 'company.record'], 1, ['cus_1']),
    ]);
    const unnamed = released('{ customer { id: companyName } }', { customer: { id: 'Alder & Sons' } });
    expect(unnamed.map(({ customers }) => customers)).toEqual([[]]);
  });
});
