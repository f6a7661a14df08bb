import type { Reader } from '@hearth/policy';
import { CURRENT_POLICY } from '@hearth/policy';
import { buildASTSchema, parse } from 'graphql';
import { ACCESS_DIRECTIVES_SDL, planAccess, readAccessTable } from './index';

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
const reader: Reader = {
  audience: 'compliance',
  purpose: 'compliance',
  purposes: ['compliance'],
  client: 'a-test',
};

/** What was released, by type: categories, customers and rows. */
function released(query: string, data: Record<string, unknown>) {
  const document = parse(query);
  const owners = { Customer: 'id' };
  const plan = planAccess({ schema, table, document, reader, policy: CURRENT_POLICY, owners });
  return Object.fromEntries(
    (plan.rows?.releasedIn(data) ?? []).map(({ type, categories, customers, rows }) => [
      type,
      [categories.join(), customers.join(), rows],
    ]),
  );
}

describe('what is released', () => {
  it('is nothing where the answer is that of a customer who does not exist', () => {
    expect(released('{ customer { companyName } motto }', { customer: null, motto: 'm' })).toEqual({});
    const page = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const query = '{ customers { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
    expect(released(query, { customers: page })).toEqual({});
  });

  it('is nothing where nothing protected was asked for, whatever comes', () => {
    expect(released('{ motto }', { motto: 'm', customer: { companyName: 'x' } })).toEqual({});
  });

  it('is that the customer is there, even where its field is empty', () => {
    const one = { Customer: ['company.record', 'cus_1', 1] };
    const accessOwner = 'cus_1';
    const customer = (more: object) => ({ customer: { accessOwner, ...more } });
    expect(released('{ customer { companyName } }', customer({ companyName: null }))).toEqual(one);
    expect(released('{ customer { agreements { id } } }', customer({ agreements: [] }))).toEqual(one);
    const none = { edges: [], pageInfo: { hasNextPage: false } };
    const paged = '{ customer { installations { edges { node { version } } pageInfo { hasNextPage } } } }';
    expect(released(paged, customer({ installations: none }))).toEqual(one);
    const listed = { edges: [{ node: { accessOwner, companyName: null } }] };
    expect(released('{ customers { edges { node { companyName } } } }', { customers: listed })).toEqual(one);
  });

  it('is a value that is false like any other, of the type whose object carried it', () => {
    const points = [{ fell: false }, { fell: false }];
    const data = { customer: { accessOwner: 'cus_1', points } };
    expect(released('{ customer { points { fell } } }', data)).toEqual({
      Customer: ['company.record', 'cus_1', 1],
      Point: ['usage.customer.entitled', 'cus_1', 2],
    });
  });

  it('is that a list goes on, or holds a row', () => {
    const more = { pageInfo: { hasNextPage: true } };
    expect(released('{ customers { pageInfo { hasNextPage } } }', { customers: more })).toEqual({
      Query: ['company.record', '', 0],
    });
    const row = {
      customer: { accessOwner: 'cus_1', installations: { edges: [{ node: { version: null } }] } },
    };
    expect(released('{ customer { installations { edges { node { version } } } } }', row)).toEqual({
      Customer: ['company.record', 'cus_1', 1],
      Installation: ['usage.installation', 'cus_1', 1],
    });
  });

  it('names each customer once, and counts each object, under whatever names they were asked', () => {
    const node = (accessOwner: string) => ({ node: { accessOwner, n: 'x', again: 'x' } });
    const edges = [node('cus_2'), node('cus_1'), node('cus_2')];
    const query = '{ a: customers { e: edges { node { n: companyName again: companyName } } } }';
    expect(released(query, { a: { e: edges } })).toEqual({
      Customer: ['company.name,company.record', 'cus_1,cus_2', 3],
    });
  });
});
