import {
  Kind,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isScalarType,
  typeFromAST,
} from 'graphql';
import type { GraphQLInputType, GraphQLSchema, NamedTypeNode, OperationDefinitionNode } from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** Stands for the value of a scalar: that one is given can matter, which one never does. */
const GIVEN = true;

/** Input nested deeper than this is planned with as it came, and not remembered. */
const DEPTH_MAX = 32;

/**
 * What, of a request's variables, can change which fields are refused: values of enums and of Boolean variables as they are, of
 * other scalars only whether they are given, and of input objects the fields that are given. So what a plan is made of, and
 * remembered by, holds no id and no name that somebody asked about. Undefined where it is nested too deeply to be said.
 */
export function decidingVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: Values,
): Values | undefined {
  const deciding: Record<string, unknown> = {};
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) continue;
    // `@skip` and `@include` take Boolean variables, and no part of anything else.
    const isCondition = conditionType(type) === 'Boolean' && typeof value === 'boolean';
    const reduced = isCondition ? value : reduce(typeOf(schema, type), value, 0);
    if (reduced === TOO_DEEP) return undefined;
    deciding[name] = reduced;
  }
  return deciding;
}

const TOO_DEEP = Symbol('too deep');

function reduce(type: GraphQLInputType | undefined, value: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX) return TOO_DEEP;
  if (value === null) return null;
  const bare = type && getNullableType(type);
  if (bare && isListType(bare)) return reduceList(bare.ofType as GraphQLInputType, value, depth);
  if (isEnumType(bare)) return typeof value === 'string' && bare.getValue(value) ? value : GIVEN;
  if (isScalarType(bare) || !isInputObjectType(bare) || typeof value !== 'object') return GIVEN;
  const reduced: Record<string, unknown> = {};
  for (const field of Object.values(bare.getFields())) {
    if (!Object.hasOwn(value, field.name)) continue;
    const inner = (value as Values)[field.name];
    if (inner === undefined) continue;
    const part = reduce(field.type, inner, depth + 1);
    if (part === TOO_DEEP) return TOO_DEEP;
    reduced[field.name] = part;
  }
  return reduced;
}

// A list demands what its items do, so that of many like items the first is enough.
function reduceList(type: GraphQLInputType, value: unknown, depth: number): unknown {
  if (!Array.isArray(value)) return reduce(type, value, depth + 1);
  if (isScalarType(getNullableType(type))) return GIVEN;
  const items = new Map<string, unknown>();
  for (const item of value as unknown[]) {
    const part = reduce(type, item, depth + 1);
    if (part === TOO_DEEP) return TOO_DEEP;
    items.set(JSON.stringify(part), part);
  }
  return [...items.values()];
}

function typeOf(
  schema: GraphQLSchema,
  node: OperationDefinitionNodeVariableType,
): GraphQLInputType | undefined {
  return typeFromAST(schema, node as NamedTypeNode) as GraphQLInputType | undefined;
}

type OperationDefinitionNodeVariableType = NonNullable<
  OperationDefinitionNode['variableDefinitions']
>[number]['type'];

function conditionType(node: OperationDefinitionNodeVariableType): string | undefined {
  const bare = node.kind === Kind.NON_NULL_TYPE ? node.type : node;
  return bare.kind === Kind.NAMED_TYPE ? bare.name.value : undefined;
}
