import type { Answered } from '@hearth/intrusion-detection';
import type { ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';

const REFUSALS: ReadonlySet<unknown> = new Set(['FORBIDDEN', 'ROW_NOT_ALLOWED']);

/**
 * What of an answer tells an intruder from a reader: refusals, cursors that were none, and lookups by id that answered
 * nothing. A lookup is a field at the root with an argument `id`; one that was refused or failed is no empty one.
 */
export function observeAnswer(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  result: ExecutionResult,
): Answered {
  const codes = (result.errors ?? []).map(({ extensions }) => extensions['code']);
  return {
    refused: codes.some((code) => REFUSALS.has(code)),
    badCursors: codes.filter((code) => code === 'BAD_CURSOR').length,
    emptyLookups: emptyLookups(schema, operation, result),
  };
}

function emptyLookups(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  { data, errors }: ExecutionResult,
): number {
  const fields = schema.getRootType(operation.operation)?.getFields();
  if (!data || !fields) return 0;
  const failed = new Set((errors ?? []).map(({ path }) => path?.[0]));
  return operation.selectionSet.selections.filter((selection) => {
    if (selection.kind !== Kind.FIELD) return false;
    const key = (selection.alias ?? selection.name).value;
    const byId = fields[selection.name.value]?.args.some(({ name }) => name === 'id');
    return byId === true && data[key] === null && !failed.has(key);
  }).length;
}
