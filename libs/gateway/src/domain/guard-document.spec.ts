import fc from 'fast-check';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { getIntrospectionQuery, Kind, parse } from 'graphql';
import { guardDocument } from './guard-document';
import { GATEWAY_LIMITS } from './limits';
import { measureDocument } from './measure-document';

const code = (query: string) => guardDocument(query, GATEWAY_LIMITS)?.code;
const nested = (depth: number) => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;

// The slow way: fragments expanded one by one, as an engine would.
function expand(document: DocumentNode, set: SelectionSetNode, within: readonly string[] = []): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) {
      return sum + 1 + (selection.selectionSet ? expand(document, selection.selectionSet, within) : 0);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return sum + expand(document, selection.selectionSet, within);
    const fragment = document.definitions.find(
      (d): d is FragmentDefinitionNode =>
        d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === selection.name.value,
    );
    return sum + (fragment ? expand(document, fragment.selectionSet, within) : 0);
  }, 0);
}

describe('the guard before validation', () => {
  it.each([
    ['too many tokens', `{ ${'a '.repeat(GATEWAY_LIMITS.tokens)}}`, 'TOO_MANY_TOKENS'],
    ['too deep', nested(GATEWAY_LIMITS.depth + 1), 'TOO_DEEP'],
    [
      'too deep through a fragment',
      `{ ...F } fragment F on Q ${nested(GATEWAY_LIMITS.depth + 1)}`,
      'TOO_DEEP',
    ],
    [
      'too many aliases',
      `{ ${Array.from({ length: 101 }, (_, i) => `a${String(i)}: a`).join(' ')} }`,
      'TOO_MANY_ALIASES',
    ],
    ['too many directives', `{ a ${'@x '.repeat(51)} }`, 'TOO_MANY_DIRECTIVES'],
    ['too many directives on the operation', `query ${'@x '.repeat(51)} { a }`, 'TOO_MANY_DIRECTIVES'],
    ['too many root fields', `{ ${'a '.repeat(31)}}`, 'TOO_MANY_ROOT_FIELDS'],
    [
      'too many root fields through fragments',
      `{ ${'...F '.repeat(16)}} fragment F on Q { a b }`,
      'TOO_MANY_ROOT_FIELDS',
    ],
    ['an alias that every object inherits', '{ __proto__: a }', 'RESERVED_NAME'],
    ['an alias that is a function of every object', '{ constructor: a }', 'RESERVED_NAME'],
    ['such an alias below', '{ a { hasOwnProperty: b } }', 'RESERVED_NAME'],
    ['such a variable', 'query ($__proto__: ID) { a(b: $__proto__) }', 'RESERVED_NAME'],
    ['such a fragment', '{ ...toString } fragment toString on Q { a }', 'RESERVED_NAME'],
    ['such an operation', 'query valueOf { a }', 'RESERVED_NAME'],
    ['a subscription', 'subscription { a }', 'SUBSCRIPTIONS_NOT_SERVED'],
    ['a deferred fragment', '{ ... @defer { a } }', 'INCREMENTAL_DELIVERY_NOT_SERVED'],
  ])('refuses %s', (_name, query, expected) => {
    expect(code(query)).toBe(expected);
  });

  it.each([
    ['an ordinary query', 'query Q($id: ID!) { customer(id: $id) { ...F } } fragment F on Customer { id }'],
    [
      'the introspection query of a tool',
      getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }),
    ],
    ['what does not parse, which the parser after it will say', '{ a'],
    [
      'fragments in a circle, which validation refuses',
      '{ ...A } fragment A on Q { ...B } fragment B on Q { ...A }',
    ],
  ])('lets pass %s', (_name, query) => {
    expect(code(query)).toBeUndefined();
  });

  it('refuses a few kilobytes of nested fragments in the time it takes to read them §security', () => {
    const bomb = `{ a { ...F0 } } ${Array.from({ length: 60 }, (_, i) => `fragment F${String(i)} on Q { ...F${String(i + 1)} ...F${String(i + 1)} }`).join(' ')} fragment F60 on Q { a }`;
    const before = performance.now();
    expect(code(bomb)).toBe('TOO_MANY_SELECTIONS');
    // Expanded it would be 2^60 fields.
    expect(performance.now() - before).toBeLessThan(200);
  });

  it('says nothing of what the document says', () => {
    expect(guardDocument('{ __proto__: secretWord }', GATEWAY_LIMITS)?.message).not.toContain('secretWord');
  });

  it('counts as many selections as expanding every fragment finds', () => {
    // Fragment i spreads only later ones, so that there is no circle.
    const body = (from: number) =>
      fc.array(
        fc.oneof(
          fc.constantFrom('a', 'b: a', 'a { b a }', '... { a b }'),
          fc.integer({ min: from, max: 4 }).map((i) => `...F${String(i)}`),
        ),
        {
          minLength: 1,
          maxLength: 5,
        },
      );
    fc.assert(
      fc.property(body(0), body(1), body(2), body(3), body(4), (root, ...rest) => {
        const fragments = [...rest, ['a']].map(
          (parts, i) => `fragment F${String(i)} on Q { ${parts.join(' ')} }`,
        );
        const document = parse(`{ ${root.join(' ')} } ${fragments.join(' ')}`);
        const sets = document.definitions.flatMap((d) =>
          'selectionSet' in d && d.selectionSet ? [d.selectionSet] : [],
        );
        const slow = Math.max(...sets.map((set) => expand(document, set)));
        expect(measureDocument(document).selections).toBe(slow);
      }),
    );
  });
});
