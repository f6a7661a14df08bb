import { graphql, parse } from 'graphql';
import { Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { buildRecords, buildUsage } from '../testing/sample-subgraphs';
import { Category, Key, Open } from './access-directives';
import { buildSubgraph } from './build-subgraph';

describe('the SDL of a subgraph', () => {
  it('carries the directives of fields, arguments, input fields, enum values and types', async () => {
    const { sdl } = await buildRecords();
    expect(sdl).toContain('type Customer @key(fields: "id") {');
    expect(sdl).toContain('companyName: String @category(is: "company.name")');
    expect(sdl).toContain('COMPANY_NAME @category(is: "company.name")');
    expect(sdl).toMatch(
      /input CustomerFilter \{\s+companyName: String @category\(is: "company.name"\)\s+industry: String @category/,
    );
    expect(sdl).toContain(
      'recordCustomer(companyName: String!): Customer @audience(action: "customer.record")',
    );
    expect(sdl).toContain('type CustomerConnection @shareable {');
    expect((await buildUsage()).sdl).toContain('metrics: [ID!]! @category(is: "usage.customer")');
  });

  it('keeps what is deprecated and described', async () => {
    const { sdl } = await buildRecords();
    expect(sdl).toContain('@deprecated(reason: "Ask companyName.") @category(is: "company.demographic")');
    expect(sdl).toContain('"""A contract party."""');
  });

  it('has its arguments in the order in which they are written', async () => {
    expect((await buildRecords()).sdl).toMatch(
      /customers\(\s*filter: CustomerFilter,?\s+orderBy: CustomerOrder/,
    );
    expect((await buildUsage()).sdl).toMatch(/usage\(metrics: [^)]+\), from: Date!, to: Date!\)/);
  });

  it('is the same each time it is built, also after another subgraph has a type of that name', async () => {
    const first = await buildRecords();
    const usage = await buildUsage();
    expect((await buildRecords()).sdl).toBe(first.sdl);
    expect((await buildUsage()).sdl).toBe(usage.sdl);
    expect(first.sdl).not.toContain('usage(');
    expect(usage.sdl).not.toContain('companyName');
  });

  it('is what _service tells', async () => {
    const { schema, sdl } = await buildRecords();
    const result = await graphql({ schema, source: '{ _service { sdl } }' });
    expect(result.data).toEqual({ _service: { sdl } });
    expect(() => parse(sdl)).not.toThrow();
  });
});

describe('a subgraph does not build', () => {
  @ObjectType('Bare')
  class Bare {
    @Field(() => String, { nullable: true })
    name?: string;
  }
  @ObjectType('Strict')
  class Strict {
    @Field(() => String)
    @Category('company.name')
    name!: string;
  }
  @ObjectType('Keyed')
  @Key('id')
  class Keyed {
    @Field(() => ID)
    @Open('An id.')
    id!: string;
  }
  @Resolver()
  class Ping {
    @Query(() => String, { nullable: true })
    @Open('Nothing in it.')
    ping(): string {
      return 'pong';
    }
  }
  const build = (o: object) => buildSubgraph({ name: 'bad', resolvers: [Ping], references: {}, ...o });

  it.each([
    ['with a field that has neither category nor reason', { orphanedTypes: [Bare] }, /Bare\.name/],
    ['with a category on a field that cannot be null', { orphanedTypes: [Strict] }, /Strict\.name/],
    ['with a key and no way to find the entity', { orphanedTypes: [Keyed] }, /references: none for Keyed/],
    ['with a reference to a type without a key', { references: { Ping: () => null } }, /no type with a key/],
    [
      'with a directive for what is not there',
      { directivesOn: { 'Ping.pong': '@open(why: "x")' } },
      /nothing is at Ping\.pong/,
    ],
    [
      'with a category that the policy does not have',
      { directivesOn: { 'Query.ping': '@category(is: "made.up")' } },
      /made\.up/,
    ],
  ])('%s', async (_what, o, message) => {
    await expect(build(o)).rejects.toThrow(message);
    await expect(build(o)).rejects.toThrow(TypeError);
  });

  it('otherwise it does', async () => {
    expect((await build({})).name).toBe('bad');
  });
});
