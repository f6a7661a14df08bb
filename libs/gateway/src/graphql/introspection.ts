import type {
  DocumentNode,
  FieldNode,
  GraphQLDirective,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
} from 'graphql';
import { execute, getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, Kind } from 'graphql';
import type { ExecutionResult } from 'graphql';

/** An operation parted into what is about the schema and what is about the data. */
export interface PartedOperation {
  /** The part that asks for `__schema` or `__type`, or undefined where none does. */
  readonly schemaPart: DocumentNode | undefined;
  /** The rest, or undefined where nothing is left. */
  readonly dataPart: DocumentNode | undefined;
  /** Response keys at the root, in the order asked. Only there when a schema part is. */
  readonly keys: readonly string[];
}

/**
 * Parts an operation at its root. Introspection is answered by the gateway from the reader's own schema, and never reaches
 * a subgraph: what a subgraph could tell is everybody's schema.
 */
export function partOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): PartedOperation {
  const fields = rootFields(document, operation.selectionSet.selections, variables, new Set());
  const aboutSchema = fields.filter(isAboutSchema);
  if (aboutSchema.length === 0) return { schemaPart: undefined, dataPart: document, keys: [] };
  const aboutData = fields.filter((field) => !isAboutSchema(field));
  return {
    schemaPart: withRoot(document, operation, aboutSchema),
    dataPart: aboutData.length === 0 ? undefined : withRoot(document, operation, aboutData),
    keys: [...new Set(fields.map(responseKey))],
  };
}

/** Answers the part about the schema from the schema that the reader may see. */
export async function answerIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  return execute({ schema, document, operationName: operationName ?? null, variableValues: variables });
}

function isAboutSchema(field: FieldNode): boolean {
  return field.name.value === '__schema' || field.name.value === '__type';
}

function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function rootFields(
  document: DocumentNode,
  selections: readonly SelectionNode[],
  variables: Readonly<Record<string, unknown>>,
  seen: Set<string>,
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (!isIncluded(selection, variables)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return rootFields(document, selection.selectionSet.selections, variables, seen);
    }
    // As the specification has it: a fragment counts at its first spread.
    if (seen.has(selection.name.value)) return [];
    seen.add(selection.name.value);
    const fragment = document.definitions.find(
      (d) => d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === selection.name.value,
    );
    return fragment && 'selectionSet' in fragment && fragment.selectionSet
      ? rootFields(document, fragment.selectionSet.selections, variables, seen)
      : [];
  });
}

function isIncluded(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  const value = (directive: GraphQLDirective) => getDirectiveValues(directive, selection, variables)?.['if'];
  return value(GraphQLSkipDirective) !== true && value(GraphQLIncludeDirective) !== false;
}

function withRoot(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  selections: readonly FieldNode[],
): DocumentNode {
  const rooted = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const fragments = document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [rooted, ...fragments] };
}
