import { CURRENT_POLICY, decide } from '@hearth/policy';
import { parse } from 'graphql';
import { auditAccessTable, readAccessTable, schemaFor } from './index';
import {
  answerSmall,
  COMMUNICATION,
  COMPLIANCE,
  leftOf,
  plain,
  planSmall,
  PUBLIC,
  SMALL_SCHEMA,
  SMALL_TABLE,
} from './testing/small-graph';

// Each block names the public advisory or change in which another gateway's access control was found to be got round so.

const LINK = 'https://hearth.dev/access/v1.0';
const textOf = (query: string, o: Parameters<typeof answerSmall>[1] = {}): string =>
  JSON.stringify(plain(answerSmall(query, o)));

// GHSA-mx7m-j9xf-62hw (Apollo Federation, 2025): access control on interface types and fields.
describe('through interfaces and unions', () => {
  it.each([
    ['a field of the interface', '{ named { note } }'],
    ['a fragment on the interface', '{ named { ...N } } fragment N on Named { note }'],
    ['a fragment on the interface in a union', '{ search { ... on Named { note } } }'],
    ['a fragment on a member in a union', '{ search { ... on Customer { key } } }'],
    [
      'a fragment on a member in a fragment on the interface',
      '{ search { ... on Named { ... on Customer { key } } } }',
    ],
  ])('gives nothing that is refused by %s §departments', (_way, query) => {
    const text = textOf(query, { reader: COMMUNICATION });
    expect(text).toContain('FORBIDDEN');
    expect(text).not.toMatch(/"key-1"|:"n"/);
  });

  it('says that a directive on a type, an interface, a scalar, a union or an enum protects nothing', () => {
    const sdl = `
      interface Named @category(is: "user.name") { id: ID @open(why: "x") }
      type A implements Named @category(is: "user.name") { id: ID @open(why: "x") }
      scalar S @category(is: "user.name")
      union U @category(is: "user.name") = A
      enum E @category(is: "user.name") { X }
      type Query { a: A @open(why: "x") }`;
    const faults = auditAccessTable(parse(sdl));
    for (const name of ['Named', 'A', 'S', 'U', 'E'])
      expect(faults).toContain(`@category stands on ${name}, where it protects nothing.`);
  });
});

// apollographql/federation pull request 3343 (2025): renamed access control directives were not handled.
describe('through renamed directives', () => {
  it.each([
    ['renamed in the import', `import: [{ name: "@category", as: "@secret" }]`, '@secret'],
    ['under the address’s own prefix', '', '@access__category'],
    ['under a prefix of the link’s own', 'as: "acl"', '@acl__category'],
  ])('reads a category that is %s', (_way, how, directive) => {
    const sdl = `extend schema @link(url: "${LINK}", ${how}) type Query { a: String ${directive}(is: "user.name") }`;
    expect(readAccessTable(parse(sdl)).fields.get('Query.a')?.categories).toEqual(['user.name']);
  });

  it('takes a name that is no longer the directive’s for no declaration, and then the field is refused', () => {
    const sdl = `extend schema @link(url: "${LINK}", import: [{ name: "@open", as: "@shown" }])
      type Query { a: String @open(why: "said by somebody else") }`;
    expect(readAccessTable(parse(sdl)).fields.has('Query.a')).toBe(false);
    expect(auditAccessTable(parse(sdl))).toContain(
      'Query.a has neither a category nor a reason for being open.',
    );
  });
});

// Empty scope lists that were read as "everyone" (documented behaviour of requirement lists, and its coercion of one to a list).
describe('through empty or coerced demands', () => {
  it.each(['@category(is: "")', '@category(is: [])', '@category(is: null)', '@category'])(
    'refuses everybody a field with %s §minimise',
    (directive) => {
      const table = readAccessTable(parse(`type Query { a: String ${directive} }`));
      const [category] = table.fields.get('Query.a')?.categories ?? [];
      expect(category).toBe('');
      expect(decide(CURRENT_POLICY, COMPLIANCE, category as never).allowed).toBe(false);
    },
  );

  it.each([
    ['one value where a list is taken', '{ customers(orders: KEY) { id } }', {}],
    ['one value in a variable', 'query Q($o: [Order!]) { customers(orders: $o) { id } }', { o: 'KEY' }],
    ['one value by default', 'query Q($o: [Order!] = KEY) { customers(orders: $o) { id } }', {}],
    ['a list within a filter', '{ customers(filter: { any: { orders: KEY } }) { id } }', {}],
  ])('refuses to sort by what may not be read, given as %s §departments', (_way, query, variables) => {
    expect(planSmall(query, { variables }).refusals).toBe(1);
    expect(leftOf(query, { variables })).toBeNull();
  });
});

// CVE-2026-32621 (Apollo Federation): response keys that are names of Object.prototype.
describe('through response keys', () => {
  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    'refuses a field under the name %s like under its own, and changes no prototype',
    (key) => {
      const text = textOf(`{ customer { ${key}: key id } }`, { reader: COMMUNICATION });
      expect(text).not.toContain('key-1');
      expect(text).toContain('FORBIDDEN');
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );
});

// Introspection that shows what may not be asked, and hints at it ("did you mean").
describe('through introspection', () => {
  it('has no type, field or argument that the reader may not use', () => {
    const schema = schemaFor(SMALL_SCHEMA, SMALL_TABLE, PUBLIC, CURRENT_POLICY);
    expect(schema.getType('Contact')).toBeUndefined();
    expect(schema.getMutationType()).toBeUndefined();
    expect(
      schema
        .getQueryType()
        ?.getFields()
        ['customer']?.args.map(({ name }) => name),
    ).not.toContain('key');
  });
});

// Plans kept for one reader and given to another (apollographql/router documents plan caches keyed by authorization).
describe('through one document asked by readers of different rights', () => {
  it('is planned for each by its own rights, in either order §departments', () => {
    const query = '{ customer { key name } }';
    for (const order of [
      [COMPLIANCE, COMMUNICATION],
      [COMMUNICATION, COMPLIANCE],
    ]) {
      const texts = new Map(order.map((reader) => [reader.audience, textOf(query, { reader })]));
      expect(texts.get('compliance')).toContain('key-1');
      expect(texts.get('communication')).not.toContain('key-1');
    }
  });
});
