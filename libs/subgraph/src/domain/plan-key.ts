import type { Claim } from '@hearth/policy';
import type { GraphQLSchema, OperationDefinitionNode, TypeNode } from 'graphql';
import { isEnumType, isScalarType, Kind } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** A list of enum values longer than this is planned anew rather than remembered. */
const VALUE_CHARACTERS_MAX = 500;

// An argument may be categorised itself: then it matters whether a variable is given, not what it says.
function presence(value: unknown): string {
  if (value === undefined) return 'absent';
  return value === null ? 'null' : 'given';
}

/**
 * What, of a request's variables, can change which fields are refused; undefined where that cannot be said briefly and the
 * plan is made anew. Values of enums and booleans count as they are, of other scalars only whether they are given, and input
 * objects hold fields with categories of their own.
 */
export function planKey(o: {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly documentId: number;
  readonly variables: Variables;
  readonly claim: Claim;
  readonly policyVersion: string;
}): string | undefined {
  const parts: string[] = [];
  for (const { variable, type } of o.operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const value = Object.hasOwn(o.variables, name) ? o.variables[name] : undefined;
    const declared = o.schema.getType(namedType(type));
    parts.push(presence(value));
    if (isEnumType(declared) || declared?.name === 'Boolean') {
      const text = JSON.stringify(value) ?? '';
      if (text.length > VALUE_CHARACTERS_MAX) return undefined;
      parts.push(text);
    } else if (!isScalarType(declared)) return undefined;
  }
  const { audience, purpose } = o.claim;
  return JSON.stringify([
    o.operation.name?.value ?? '',
    audience,
    purpose,
    o.policyVersion,
    parts,
    o.documentId,
  ]);
}
