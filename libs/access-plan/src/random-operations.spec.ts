import {
  GraphQLError,
  TypeInfo,
  defaultFieldResolver,
  execute,
  isInterfaceType,
  parse,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { DocumentNode, ExecutionResult, FieldNode, GraphQLFieldResolver } from 'graphql';
import fc from 'fast-check';
import { CURRENT_POLICY } from '@hearth/policy';
import type { Claim } from '@hearth/policy';
import { planAccess } from './index';
import {
  COMMUNICATION,
  COMPLIANCE,
  PUBLIC,
  SMALL_DATA,
  SMALL_SCHEMA,
  SMALL_TABLE,
} from './testing/small-graph';

// The fields that each of these readers may not have, by type: written down, not asked of the code under test.
// What an implementation may not show is refused on the interface too.
const REFUSED: readonly (readonly [string, Claim, ReadonlySet<string>])[] = [
  [
    'communication',
    COMMUNICATION,
    new Set([
      'Customer.key',
      'Customer.hint',
      'Customer.note',
      'Customer.undeclared',
      'Partner.client',
      'Product.secret',
      'Product.health',
      'Query.health',
    ]),
  ],
  [
    'compliance',
    COMPLIANCE,
    new Set(['Customer.undeclared', 'Partner.client', 'Product.secret', 'Product.health', 'Query.health']),
  ],
  [
    'the public',
    PUBLIC,
    new Set([
      'Named.name',
      'Customer.name',
      'Customer.country',
      'Customer.key',
      'Customer.hint',
      'Customer.note',
      'Customer.undeclared',
      'Customer.partner',
      'Contact.name',
      'Contact.email',
      'Partner.name',
      'Partner.client',
      'Product.secret',
      'Product.health',
      'Query.health',
    ]),
  ],
];
const LEAVES: Record<string, readonly string[]> = {
  Query: ['health'],
  Named: ['id', 'name', 'note'],
  Customer: ['id', 'name', 'note', 'country', 'key', 'hint', 'undeclared'],
  Contact: ['name', 'email'],
  Partner: ['id', 'name', 'client', 'note'],
  Product: ['id', 'name', 'secret', 'health', 'note'],
  Match: [],
};
const BRANCHES: Record<string, readonly (readonly [string, string])[]> = {
  Query: [
    ['customer', 'Customer'],
    ['customers', 'Customer'],
    ['search', 'Match'],
    ['named', 'Named'],
    ['products', 'Product'],
  ],
  Named: [],
  Customer: [
    ['partner', 'Partner'],
    ['contacts', 'Contact'],
    ['peers', 'Customer'],
    ['grid', 'Named'],
  ],
  Contact: [],
  Partner: [['customers', 'Customer']],
  Product: [],
  Match: [],
};
const CONDITIONS: Record<string, readonly string[]> = {
  Query: ['Query'],
  Named: ['Named', 'Customer', 'Partner', 'Product', 'Match'],
  Match: ['Named', 'Customer', 'Partner', 'Product', 'Match'],
  Customer: ['Customer', 'Named', 'Match'],
  Contact: ['Contact'],
  Partner: ['Partner', 'Named', 'Match'],
  Product: ['Product', 'Named', 'Match'],
};
const ALIASES = ['a', 'b', 'c', '__proto__', 'constructor'];
const DIRECTIVES = [
  '',
  '',
  '',
  '',
  '',
  ' @include(if: $yes)',
  ' @skip(if: $yes)',
  ' @include(if: false)',
  ' @skip(if: $no)',
];

// Spells an operation out of a list of numbers, so that a failing one shrinks.
function spell(numbers: readonly number[]): string {
  let at = 0;
  const fragments = new Map<string, string[]>();
  let made = 0;
  const pick = <T>(list: readonly T[]): T => list[(numbers[at++] ?? 0) % list.length] as T;
  const field = (type: string, depth: number): string => {
    const alias = pick([0, 0, 1]) ? `${pick(ALIASES)}: ` : '';
    const branches = depth > 0 ? (BRANCHES[type] ?? []) : [];
    const leaves = [...(LEAVES[type] ?? []), '__typename'];
    const choice = pick([...leaves, ...branches, ...branches]);
    if (typeof choice === 'string') return `${alias}${choice}${pick(DIRECTIVES)}`;
    return `${alias}${choice[0]}${pick(DIRECTIVES)} ${set(choice[1], depth - 1)}`;
  };
  const selection = (type: string, depth: number): string => {
    const kind = pick(['field', 'field', 'field', 'inline', 'bare', 'spread'] as const);
    if (kind === 'field' || depth <= 0) return field(type, depth);
    if (kind === 'bare') return `...${pick(DIRECTIVES)} ${set(type, depth - 1)}`;
    const on = pick(CONDITIONS[type] ?? [type]);
    if (kind === 'inline') return `... on ${on}${pick(DIRECTIVES)} ${set(on, depth - 1)}`;
    // A fragment is either one that is complete already, or a new one: never one that is being spelt.
    const known = fragments.get(on) ?? [];
    if (known.length > 0 && pick([true, false]))
      return `...${(pick(known).match(/F\d+/) ?? [''])[0]}${pick(DIRECTIVES)}`;
    const name = `F${made++}`;
    const body = `fragment ${name} on ${on} ${set(on, depth - 1)}`;
    fragments.set(on, [...(fragments.get(on) ?? []), body]);
    return `...${name}${pick(DIRECTIVES)}`;
  };
  const set = (type: string, depth: number): string => {
    const many = pick([1, 2, 3, 4]);
    return `{ ${Array.from({ length: many }, () => selection(type, depth)).join(' ')} }`;
  };
  const body = set('Query', 4);
  const text = [body, ...[...fragments.values()].flat()].join('\n');
  const variables = [
    ['$yes', '$yes: Boolean!'],
    ['$no', '$no: Boolean = false'],
  ].flatMap(([name = '', definition = '']) => (text.includes(name) ? definition : []));
  return `query ${variables.length > 0 ? `(${variables.join(', ')})` : ''} ${text}`;
}

function refusedNodes(document: DocumentNode, refused: ReadonlySet<string>): ReadonlySet<FieldNode> {
  const info = new TypeInfo(SMALL_SCHEMA);
  const nodes = new Set<FieldNode>();
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        const types = isInterfaceType(parent)
          ? [parent.name, 'Customer', 'Partner', 'Product']
          : [parent?.name];
        if (types.some((type) => refused.has(`${type}.${node.name.value}`))) nodes.add(node);
      },
    }),
  );
  return nodes;
}

const run = (document: DocumentNode, fieldResolver: GraphQLFieldResolver<unknown, unknown>) =>
  execute({
    schema: SMALL_SCHEMA,
    document,
    rootValue: SMALL_DATA,
    variableValues: { yes: true },
    fieldResolver,
  }) as ExecutionResult;
const pathsOf = (errors: readonly GraphQLError[] = []) =>
  errors.map(({ path }) => JSON.stringify(path)).sort();

describe.each(REFUSED)('any operation, for %s,', (_, reader, refused) => {
  it('answers as if the engine had refused each field in its place, and never fetches one', () => {
    let withRefusals = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 10, maxLength: 120 }), (numbers) => {
        const document = parse(spell(numbers));
        fc.pre(validate(SMALL_SCHEMA, document).length === 0);
        const nodes = refusedNodes(document, refused);
        const expected = run(document, (source, args, context, info) => {
          if (info.fieldNodes.some((node) => nodes.has(node))) throw new GraphQLError('refused');
          return defaultFieldResolver(source, args, context, info);
        });

        const plan = planAccess({
          schema: SMALL_SCHEMA,
          table: SMALL_TABLE,
          document,
          variables: { yes: true },
          reader,
          policy: CURRENT_POLICY,
        });
        if (plan.document) expect(validate(SMALL_SCHEMA, plan.document)).toEqual([]);
        const fetched: string[] = [];
        const result = plan.document
          ? run(plan.document, (source, args, context, info) => {
              fetched.push(`${info.parentType.name}.${info.fieldName}`);
              return defaultFieldResolver(source, args, context, info);
            })
          : {};
        const actual = plan.complete(result);

        expect(fetched.filter((coordinate) => refused.has(coordinate))).toEqual([]);
        expect(JSON.stringify(actual.data)).toBe(JSON.stringify(expected.data));
        expect(pathsOf(actual.errors)).toEqual(pathsOf(expected.errors));
        if (expected.errors) withRefusals += 1;
      }),
      { numRuns: 150 },
    );
    expect(withRefusals).toBeGreaterThan(30);
  });
});
