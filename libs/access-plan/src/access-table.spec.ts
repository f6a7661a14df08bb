import { parse } from 'graphql';
import {
  ACCESS_DIRECTIVES_SDL,
  ACCESS_SPEC_URL,
  auditAccessTable,
  declaredAccess,
  readAccessTable,
} from './index';
import { SMALL_SDL } from './testing/small-graph';

const read = (sdl: string) => readAccessTable(parse(sdl));

describe('readAccessTable', () => {
  it('lists nothing where nothing is declared', () => {
    const table = read('type Query { a(b: In): String } input In { c: E } enum E { D }');
    expect(
      [table.fields, table.arguments, table.inputFields, table.enumValues].map(({ size }) => size),
    ).toEqual([0, 0, 0, 0]);
  });

  it('reads fields, arguments, input fields and enum values, extensions included', () => {
    const table = read(`
      type Query { a(b: ID @category(is: "licence.key")): String @open(why: "Because.") }
      extend type Query { c: String @category(is: "company.name") }
      type Mutation { d: String @audience(action: "customer.record") }
      extend interface I { e: String @category(is: "user.name") }
      extend input In { f: String @category(is: "user.job_title") }
      extend enum En { G @category(is: "company.demographic") }`);
    expect(Object.fromEntries(table.fields)).toEqual({
      'Query.a': { categories: [], actions: [], open: 'Because.' },
      'Query.c': { categories: ['company.name'], actions: [] },
      'Mutation.d': { categories: [], actions: ['customer.record'] },
      'I.e': { categories: ['user.name'], actions: [] },
    });
    expect([...table.arguments]).toEqual([['Query.a(b:)', ['licence.key']]]);
    expect([...table.inputFields]).toEqual([['In.f', ['user.job_title']]]);
    expect([...table.enumValues]).toEqual([['En.G', ['company.demographic']]]);
  });

  it('gathers all that is guarded, inputs too, by coordinate', () => {
    const table = read(`
      type Query { a(b: ID @category(is: "licence.key")): String @category(is: "company.name") }
      type Mutation { d: String @audience(action: "customer.record") }
      input In { f: String @category(is: "user.job_title") }
      enum En { G @category(is: "company.demographic") }`);
    expect(Object.fromEntries(declaredAccess(table))).toEqual({
      'Query.a': { categories: ['company.name'], actions: [] },
      'Mutation.d': { categories: [], actions: ['customer.record'] },
      'Query.a(b:)': { categories: ['licence.key'], actions: [] },
      'In.f': { categories: ['user.job_title'], actions: [] },
      'En.G': { categories: ['company.demographic'], actions: [] },
    });
  });

  it('demands everything that several subgraphs say of one field', () => {
    const table = read(`
      type A @join__type(graph: ONE) { f: String @category(is: "company.name") @category(is: "user.name") @join__field(graph: ONE) }
      extend type A { f: String @open(why: "Not for its other owner.") }`);
    expect(table.fields.get('A.f')).toMatchObject({
      categories: ['company.name', 'user.name'],
      open: 'Not for its other owner.',
    });
  });

  it.each([
    ['plain, without a link', '', '@category'],
    ['imported', `@link(url: "${ACCESS_SPEC_URL}", import: ["@category"])`, '@category'],
    ['prefixed by the name of the specification', `@link(url: "${ACCESS_SPEC_URL}")`, '@access__category'],
    [
      'prefixed by a name of its own',
      `@link(url: "${ACCESS_SPEC_URL}", as: "privacy")`,
      '@privacy__category',
    ],
    ['renamed', `@link(url: "${ACCESS_SPEC_URL}", import: [{ name: "@category", as: "@datum" }])`, '@datum'],
    [
      'of a later version',
      '@link(url: "https://hearth.dev/access/v1.4", import: ["@category"])',
      '@category',
    ],
  ])('finds the directive %s', (_, link, name) => {
    const sdl = `${link ? `extend schema ${link}` : ''} type A { f: String ${name}(is: "company.name") }`;
    expect(read(sdl).fields.get('A.f')?.categories).toEqual(['company.name']);
  });

  it.each([
    [
      'of that name from another specification',
      '@link(url: "https://example.com/access/v1.0") @link(url: "https://hearth.dev/access/v1.0")',
    ],
    [
      'of that name that the link gives to another',
      `@link(url: "${ACCESS_SPEC_URL}", import: [{ name: "@open", as: "@category" }])`,
    ],
  ])('takes no directive %s', (_, link) => {
    const sdl = `extend schema ${link} type A { f: String @category(is: "company.name") }`;
    expect(read(sdl).fields.get('A.f')?.categories ?? []).toEqual([]);
  });
});

describe('auditAccessTable', () => {
  const audit = (sdl: string) => auditAccessTable(parse(sdl));

  it.each([
    ['Query.a has neither a category nor a reason for being open.', 'type Query { a: String }'],
    ['I.a has neither a category nor a reason for being open.', 'interface I { a: String }'],
    ['Query.a is open without a reason.', 'type Query { a: String @open(why: " ") }'],
    [
      'Query.a has a category and is open.',
      'type Query { a: String @open(why: "x") @category(is: "company.name") }',
    ],
    ['Query.a has the unknown category shoe.size.', 'type Query { a: String @category(is: "shoe.size") }'],
    ['Query.a has the unknown category .', 'type Query { a: String @category }'],
    [
      'Query.a(b:) has the unknown category shoe.size.',
      'type Query { a(b: ID @category(is: "shoe.size")): String @open(why: "x") }',
    ],
    ['In.a has the unknown category shoe.size.', 'input In { a: ID @category(is: "shoe.size") }'],
    ['E.A has the unknown category shoe.size.', 'enum E { A @category(is: "shoe.size") }'],
    ['Mutation.a names no audience.', 'type Mutation { a: String @open(why: "x") }'],
    ['Change.a names no audience.', 'schema { mutation: Change } type Change { a: String }'],
    [
      'Mutation.a has the unknown action shoe.tie.',
      'type Mutation { a: String @audience(action: "shoe.tie") }',
    ],
    [
      'A.a names an audience and is no mutation.',
      'type A { a: String @audience(action: "customer.record") }',
    ],
    ['Query.a is a root field and must be nullable.', 'type Query { a: String! @open(why: "x") }'],
    [
      'Mutation.a is a root field and must be nullable.',
      'type Mutation { a: String! @audience(action: "customer.record") }',
    ],
    ['A.a has a category and must be nullable.', 'type A { a: [String!]! @category(is: "company.name") }'],
    [
      'A.b returns a type with fields that have a category and must be nullable.',
      'type A { b: B! @open(why: "x") } type B { c: ID @category(is: "company.name") }',
    ],
    [
      'A.b returns a type with fields that have a category and must be nullable.',
      'type A { b: [I!]! @open(why: "x") } interface I { d: ID } type B implements I { c: ID @category(is: "company.name") }',
    ],
    [
      'A.b returns a type with fields that have a category and must be nullable.',
      'type A { b: U! @open(why: "x") } union U = B type B { c: ID @category(is: "company.name") }',
    ],
    ['@category stands on S, where it protects nothing.', 'scalar S @category(is: "company.name")'],
    [
      '@category stands on A, where it protects nothing.',
      'type A @category(is: "company.name") { b: ID @open(why: "x") }',
    ],
  ])('finds that: %s', (fault, sdl) => {
    expect(audit(sdl)).toContain(fault);
  });

  it('finds nothing wrong with list items that may not be null, or with open connections', () => {
    expect(
      audit(`
        type Query { a: [A!] @open(why: "x") }
        type A { id: ID! @open(why: "x") page: Page! @open(why: "x") edges: [Edge!]! @open(why: "x") }
        type Edge { cursor: String! @open(why: "x") node: B @open(why: "x") }
        type Page { next: Boolean! @open(why: "x") }
        type B { name: [String!] @category(is: "company.name") }
        type Mutation { set: A @audience(action: "customer.record") }`),
    ).toEqual([]);
  });

  it('passes over what federation adds', () => {
    expect(
      audit(`
        scalar _Any union _Entity = A type _Service { sdl: String }
        type A { id: ID! @open(why: "x") }
        type Query { _entities(representations: [_Any!]!): [_Entity]! _service: _Service! a: A @open(why: "x") }`),
    ).toEqual([]);
  });

  it('finds exactly the planted faults of a whole graph §minimise', () => {
    expect(audit(SMALL_SDL)).toEqual([
      'Customer.undeclared has neither a category nor a reason for being open.',
      'Mutation.forgotten names no audience.',
    ]);
  });

  it('has definitions that parse', () => {
    expect(parse(ACCESS_DIRECTIVES_SDL).definitions).toHaveLength(3);
  });
});
