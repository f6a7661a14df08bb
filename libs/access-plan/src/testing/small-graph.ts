import { buildSchema, execute, parse, print, validate } from 'graphql';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { CURRENT_POLICY } from '@hearth/policy';
import type { Claim } from '@hearth/policy';
import { ACCESS_DIRECTIVES_SDL, planAccess, readAccessTable } from '../index';
import type { AccessPlan, CompletedResult } from '../index';

/** A graph small enough to read at once, with an interface, a union, lists of lists, arguments and a mutation. */
export const SMALL_SDL = `${ACCESS_DIRECTIVES_SDL}
  interface Named {
    id: ID @open(why: "Opaque.")
    name: String @category(is: "company.name")
    note: String @open(why: "Open here, and not on every implementation.")
  }
  type Customer implements Named {
    id: ID @open(why: "Opaque.")
    name: String @category(is: "company.name")
    country: String @category(is: "company.demographic")
    key: String @category(is: "licence.key")
    hint: String @category(is: "licence.hint")
    note: String @category(is: "licence.hint")
    undeclared: String
    partner: Partner @category(is: "access.assignment")
    contacts(first: Int): [Contact!] @open(why: "Its fields have categories.")
    peers: [Customer!] @open(why: "Its fields have categories.")
    grid: [[Named]] @open(why: "Its fields have categories.")
  }
  type Contact { name: String @category(is: "user.name") email: String @category(is: "user.contact.email") }
  type Partner implements Named {
    id: ID @open(why: "Opaque.")
    name: String @category(is: "company.name")
    client: String @category(is: "access.order")
    note: String @open(why: "Of the partner itself.")
    customers: [Customer] @open(why: "Its fields have categories.")
  }
  type Product implements Named {
    id: ID @open(why: "Catalogue.")
    name: String @open(why: "Catalogue.")
    secret: String @category(is: "statistics.internal")
    health: String @category(is: "operation.intake")
    note: String @open(why: "Catalogue.")
  }
  union Match = Customer | Partner | Product
  enum Order { ID NAME @category(is: "company.name") KEY @category(is: "licence.key") }
  input Filter { country: String @category(is: "company.demographic") key: String @category(is: "licence.key") orders: [Order!] not: Filter any: [Filter!] }
  type Query {
    customer(id: ID, key: String @category(is: "licence.key")): Customer @open(why: "Its fields have categories.")
    customers(filter: Filter, order: Order, orders: [Order!]): [Customer!] @open(why: "Its fields have categories.")
    byKey(order: Order = KEY): [Customer] @open(why: "Its fields have categories.")
    search: [Match] @open(why: "Its fields have categories.")
    named: Named @open(why: "Its fields have categories.")
    products: [Product!] @open(why: "Catalogue.")
    health: String @category(is: "operation.intake")
  }
  type Mutation {
    recordCustomer(name: String): Customer @audience(action: "customer.record")
    forgotten(name: String): Customer @open(why: "An open reason is not enough to write.")
  }
`;

export const SMALL_SCHEMA = buildSchema(SMALL_SDL);
export const SMALL_TABLE = readAccessTable(parse(SMALL_SDL));

const product = { __typename: 'Product', id: 'p1', name: 'RoboServer', secret: 's', health: 'h', note: 'n' };
const partner: Record<string, unknown> = {
  __typename: 'Partner',
  id: 'x1',
  name: 'Seller',
  client: 'c1',
  note: 'n',
};
const customer = (id: string, more: object): Record<string, unknown> => ({
  __typename: 'Customer',
  id,
  name: `Name ${id}`,
  country: 'DK',
  key: `key-${id}`,
  hint: id,
  note: 'n',
  contacts: [
    { name: 'Ann', email: 'ann@example.com' },
    { name: 'Bo', email: null },
  ],
  ...more,
});
const second = customer('2', { partner: null, peers: [], grid: null });
const first = customer('1', {
  partner,
  peers: [second, second],
  grid: [[second, null, product], [], null, [partner]],
});
partner['customers'] = [first, null, second];

/** Full data for the graph, with nulls, empty lists and cycles in it. */
export const SMALL_DATA: Record<string, unknown> = {
  customer: first,
  customers: [first, second],
  byKey: [second, first],
  search: [first, product, null, partner, second],
  named: product,
  products: [product],
  health: 'well',
  recordCustomer: first,
  forgotten: first,
};

export const COMMUNICATION: Claim = { audience: 'communication', purpose: 'communication' };
export const COMPLIANCE: Claim = { audience: 'compliance', purpose: 'compliance' };
export const PUBLIC: Claim = { audience: 'public', purpose: 'statistics' };
export const SYSTEMS: Claim = { audience: 'vendor-systems', purpose: 'record-keeping' };

/** Plans a query over the graph, by default for the communication department. */
export function planSmall(
  query: string,
  o: { reader?: Claim; variables?: object; operationName?: string } = {},
): AccessPlan {
  return planAccess({
    schema: SMALL_SCHEMA,
    table: SMALL_TABLE,
    document: parse(query),
    variables: { ...o.variables },
    operationName: o.operationName,
    reader: o.reader ?? COMMUNICATION,
    policy: CURRENT_POLICY,
  });
}

/** Plans a query, runs what is left of it over the small graph's data, and completes the answer. */
export function answerSmall(
  query: string,
  o: Parameters<typeof planSmall>[1] = {},
): CompletedResult<GraphQLError> {
  const plan = planSmall(query, o);
  if (!plan.document) return plan.complete({});
  const faults = validate(SMALL_SCHEMA, plan.document);
  if (faults.length > 0) throw new TypeError(`What is left is not valid: ${faults.join(' ')}`);
  const variableValues = { ...o.variables };
  const result = execute({
    schema: SMALL_SCHEMA,
    document: plan.document,
    rootValue: SMALL_DATA,
    variableValues,
  });
  return plan.complete(result as ExecutionResult);
}

/** What a reader would receive over the wire. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The paths of the errors of an answer, dotted. */
export function pathsOf({ errors }: CompletedResult<GraphQLError>): (string | undefined)[] {
  return (errors ?? []).map(({ path }) => path?.join('.'));
}

/** What is left of a query, on one line. */
export function leftOf(query: string, o: Parameters<typeof planSmall>[1] = {}): string | null {
  const { document } = planSmall(query, o);
  return document && print(document).replace(/\s+/g, ' ');
}
