import { ACCESS_DIRECTIVES_SDL, planAccess, protectedCategories, readAccessTable } from '@hearth/access-plan';
import type { Reader } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import { buildASTSchema, getOperationAST, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import type { Released } from './released';
import { releasedIn } from './released';

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

function released(query: string, data: Record<string, unknown>): Released {
  const document = parse(query);
  const plan = planAccess({ schema, table, document, reader, policy: CURRENT_POLICY });
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return releasedIn({ schema, plan, operation, data, guarded });
}

describe('what is released', () => {
  it('is nothing where the answer is that of a customer who does not exist', () => {
    expect(released('{ customer { companyName } motto }', { customer: null, motto: 'm' })).toEqual({
      categories: [],
      rows: 0,
    });
    const page = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const query = '{ customers { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
    expect(released(query, { customers: page })).toEqual({ categories: [], rows: 0 });
  });

  it('is that the customer is there, even where its field is empty', () => {
    const one = { categories: ['company.record'], rows: 1 };
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
    expect(released('{ customer { points { fell } } }', data)).toEqual({
      categories: ['company.record', 'usage.customer.entitled'],
      rows: 3,
    });
  });

  it('is that a list goes on, or holds a row', () => {
    const more = { pageInfo: { hasNextPage: true } };
    expect(released('{ customers { pageInfo { hasNextPage } } }', { customers: more }).categories).toEqual([
      'company.record',
    ]);
    const row = { customer: { installations: { edges: [{ node: { version: null } }] } } };
    expect(released('{ customer { installations { edges { node { version } } } } }', row)).toEqual({
      categories: ['company.record', 'usage.installation'],
      rows: 2,
    });
  });
});
