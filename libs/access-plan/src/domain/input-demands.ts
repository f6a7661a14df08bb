import {
  Kind,
  astFromValue,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  valueFromASTUntyped,
} from 'graphql';
import type { FieldNode, GraphQLField, GraphQLInputType, ValueNode } from 'graphql';
import type { Category } from '@hearth/policy';
import type { AccessTable } from './access-table';

/** What one coordinate demands of the reader. */
export interface Demand {
  readonly coordinate: string;
  readonly categories: readonly Category[];
}

/** The variables of one request: their values as given, and their defaults as written in the operation. */
export interface Variables {
  readonly values: Readonly<Record<string, unknown>>;
  readonly defaults: ReadonlyMap<string, ValueNode>;
}

type Supplied = { readonly node: ValueNode } | { readonly json: unknown };

/** The value of a variable, or undefined when it was neither given nor has a default. */
export function variableValue(name: string, variables: Variables): unknown {
  const given = Object.hasOwn(variables.values, name) ? variables.values[name] : undefined;
  if (given !== undefined) return given;
  const fallback = variables.defaults.get(name);
  return fallback && valueFromASTUntyped(fallback);
}

/**
 * Everything that the arguments of a field demand: the arguments given, and the input fields and enum values inside
 * them, whether literal, in variables, or by default. `owners` are the types whose declarations count.
 */
export function* inputDemands(
  table: AccessTable,
  owners: readonly string[],
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Generator<Demand> {
  for (const argument of field.args) {
    const written = node.arguments?.find(({ name }) => name.value === argument.name);
    const supplied = written && resolve({ node: written.value }, variables);
    if (supplied) {
      for (const owner of owners) {
        yield* demandOf(table.arguments, `${owner}.${field.name}(${argument.name}:)`);
      }
      yield* valueDemands(table, argument.type, supplied, variables);
    } else {
      yield* defaultDemands(table, argument.type, argument.defaultValue, variables);
    }
  }
}

function* valueDemands(
  table: AccessTable,
  type: GraphQLInputType,
  supplied: Supplied,
  variables: Variables,
): Generator<Demand> {
  const value = resolve(supplied, variables);
  if (!value) return;
  if (isNonNullType(type)) {
    yield* valueDemands(table, type.ofType, value, variables);
  } else if (isListType(type)) {
    // A single value stands for a list of one, as input coercion has it.
    for (const item of itemsOf(value)) yield* valueDemands(table, type.ofType, item, variables);
  } else if (isEnumType(type)) {
    const name =
      'node' in value ? (value.node.kind === Kind.ENUM ? value.node.value : undefined) : value.json;
    if (typeof name === 'string') yield* demandOf(table.enumValues, `${type.name}.${name}`);
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      const inner = fieldOf(value, field.name);
      const given = inner && resolve(inner, variables);
      if (given) {
        yield* demandOf(table.inputFields, `${type.name}.${field.name}`);
        yield* valueDemands(table, field.type, given, variables);
      } else {
        yield* defaultDemands(table, field.type, field.defaultValue, variables);
      }
    }
  }
}

// A default is the schema's own choice, so its argument or field demands nothing; an enum value in it still does, because
// what it selects is shown to the reader all the same.
function* defaultDemands(
  table: AccessTable,
  type: GraphQLInputType,
  value: unknown,
  variables: Variables,
): Generator<Demand> {
  const node = value === undefined ? undefined : astFromValue(value, type);
  if (!node) return;
  for (const demand of valueDemands(table, type, { node }, variables)) {
    if (table.enumValues.has(demand.coordinate)) yield demand;
  }
}

function* demandOf(
  declared: ReadonlyMap<string, readonly Category[]>,
  coordinate: string,
): Generator<Demand> {
  const categories = declared.get(coordinate);
  if (categories) yield { coordinate, categories };
}

function resolve(supplied: Supplied, variables: Variables): Supplied | undefined {
  if (!('node' in supplied)) return supplied.json === undefined ? undefined : supplied;
  if (supplied.node.kind !== Kind.VARIABLE) return supplied;
  const name = supplied.node.name.value;
  const given = Object.hasOwn(variables.values, name) ? variables.values[name] : undefined;
  if (given !== undefined) return { json: given };
  const node = variables.defaults.get(name);
  return node && { node };
}

function itemsOf(value: Supplied): readonly Supplied[] {
  if ('node' in value)
    return value.node.kind === Kind.LIST ? value.node.values.map((node) => ({ node })) : [value];
  return Array.isArray(value.json) ? value.json.map((json: unknown) => ({ json })) : [value];
}

function fieldOf(value: Supplied, name: string): Supplied | undefined {
  if ('node' in value) {
    const node =
      value.node.kind === Kind.OBJECT && value.node.fields.find((field) => field.name.value === name);
    return node ? { node: node.value } : undefined;
  }
  const { json } = value;
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name)
    ? { json: (json as Record<string, unknown>)[name] }
    : undefined;
}
