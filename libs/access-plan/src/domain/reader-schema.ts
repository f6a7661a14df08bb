import { Kind, buildASTSchema, parse, printSchema, visit } from 'graphql';
import type {
  DefinitionNode,
  DocumentNode,
  FieldDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  InputValueDefinitionNode,
  TypeDefinitionNode,
  TypeNode,
} from 'graphql';
import { decide } from '@hearth/policy';
import type { Category, Claim, Policy } from '@hearth/policy';
import type { AccessTable } from './access-table';
import { createJudge } from './judge';

/**
 * The schema as one reader sees it: without the fields, arguments, input fields and enum values that the policy refuses,
 * and without the types that nothing leads to any more. For introspection only: it resolves nothing. Building it costs
 * milliseconds, so a caller keeps it by claim and policy version.
 */
export function schemaFor(
  schema: GraphQLSchema,
  table: AccessTable,
  claim: Claim,
  policy: Policy,
): GraphQLSchema {
  const variables = { values: {}, defaults: new Map() };
  const judge = createJudge({ schema, table, reader: claim, policy, variables });
  const mayUse = (categories: readonly Category[] | undefined) =>
    (categories ?? []).every((category) => decide(policy, claim, category).allowed);
  const mayRead = (type: string, field: string): boolean => {
    const parent = schema.getType(type);
    if (!parent || !('getFields' in parent) || !('getInterfaces' in parent)) return false;
    return !judge.judge(parent, { kind: Kind.FIELD, name: { kind: Kind.NAME, value: field } }).refusal;
  };

  const narrowField = (type: string, field: FieldDefinitionNode): FieldDefinitionNode | undefined => {
    if (!mayRead(type, field.name.value)) return undefined;
    const usable = (argument: InputValueDefinitionNode) =>
      mayUse(table.arguments.get(`${type}.${field.name.value}(${argument.name.value}:)`));
    const args = field.arguments ?? [];
    // Without an argument that is required the field could not be asked for.
    if (args.some((argument) => !usable(argument) && isRequired(argument))) return undefined;
    return { ...field, arguments: args.filter(usable) };
  };

  const narrow = (node: DefinitionNode): DefinitionNode => {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      return {
        ...node,
        fields: (node.fields ?? []).flatMap((field) => narrowField(node.name.value, field) ?? []),
      };
    }
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      const usable = (name: string) => mayUse(table.inputFields.get(`${node.name.value}.${name}`));
      return { ...node, fields: (node.fields ?? []).filter(({ name }) => usable(name.value)) };
    }
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
      const usable = (name: string) => mayUse(table.enumValues.get(`${node.name.value}.${name}`));
      return { ...node, values: (node.values ?? []).filter(({ name }) => usable(name.value)) };
    }
    return node;
  };

  const document = parse(printSchema(schema), { noLocation: true });
  const narrowed = withoutHoles({ ...document, definitions: document.definitions.map(narrow) });
  return buildASTSchema(withoutUnreached(narrowed, schema), { assumeValid: true, assumeValidSDL: true });
}

function isRequired({ type, defaultValue }: InputValueDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}

// A type that lost everything goes, and so does whatever speaks of it, until nothing more goes.
function withoutHoles(document: DocumentNode): DocumentNode {
  const empty = new Set(document.definitions.flatMap((node) => (isEmpty(node) ? [node.name.value] : [])));
  if (empty.size === 0) return document;
  const speaks = (type: TypeNode) => empty.has(namedType(type));
  const without: DocumentNode = visit(document, {
    enter(node) {
      if ('name' in node && isEmpty(node as DefinitionNode)) return null;
      if (node.kind === Kind.FIELD_DEFINITION) {
        if (
          speaks(node.type) ||
          node.arguments?.some((argument) => speaks(argument.type) && isRequired(argument))
        )
          return null;
      }
      if (node.kind === Kind.INPUT_VALUE_DEFINITION && speaks(node.type)) return null;
      if (node.kind === Kind.NAMED_TYPE && empty.has(node.name.value)) return null;
      return undefined;
    },
  });
  return withoutHoles(without);
}

function isEmpty(node: DefinitionNode): node is TypeDefinitionNode {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (node.fields ?? []).length === 0;
    case Kind.ENUM_TYPE_DEFINITION:
      return (node.values ?? []).length === 0;
    case Kind.UNION_TYPE_DEFINITION:
      return (node.types ?? []).length === 0;
    default:
      return false;
  }
}

function withoutUnreached(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new Map<string, DefinitionNode>();
  const implementers = new Map<string, string[]>();
  for (const node of document.definitions) {
    if (!('name' in node) || !node.name || node.kind === Kind.DIRECTIVE_DEFINITION) continue;
    types.set(node.name.value, node);
    for (const { name } of ('interfaces' in node && node.interfaces) || []) {
      implementers.set(name.value, [...(implementers.get(name.value) ?? []), node.name.value]);
    }
  }
  const reached = new Set<string>();
  const pending = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (type) => type?.name ?? [],
  );
  for (const node of document.definitions) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION)
      pending.push(...(node.arguments ?? []).map(({ type }) => namedType(type)));
  }
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = types.get(name);
    if (!node || reached.has(name)) continue;
    reached.add(name);
    pending.push(...(implementers.get(name) ?? []));
    visit(node, { NamedType: (named) => void pending.push(named.name.value) });
  }
  const definitions = document.definitions.filter(
    (node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION ||
      ('name' in node && node.name && reached.has(node.name.value)),
  );
  const has = (type: GraphQLObjectType | null | undefined) =>
    type && reached.has(type.name) ? type.name : undefined;
  const mutation = has(schema.getMutationType());
  const subscription = has(schema.getSubscriptionType());
  // A schema must have a query root with a field, even for a reader to whom nothing is open.
  const query = has(schema.getQueryType());
  const roots = parse(
    `schema { query: ${query ?? 'Nothing'} ${mutation ? `mutation: ${mutation}` : ''} ${subscription ? `subscription: ${subscription}` : ''} }
    ${query ? '' : 'type Nothing { "Nothing is open to this reader." nothing: Boolean }'}`,
    { noLocation: true },
  );
  return { ...document, definitions: [...roots.definitions, ...definitions] };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
