import { GraphQLError, getOperationAST } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema, ValueNode } from 'graphql';
import type { Category, Claim, ClauseId, Policy } from '@hearth/policy';
import type { AccessTable } from './access-table';
import { createCompletion } from './complete-result';
import { explainOperation } from './explain-operation';
import type { ExplainedField } from './explain-operation';
import { filterOperation, fragmentsOf } from './filter-operation';
import type { FilteredOperation } from './filter-operation';
import { createJudge, onceEach } from './judge';
import type { CategoryRead, FieldVerdict } from './judge';
import type { RowKeys } from './owner-keys';
import { protectedCategories } from './protected-categories';
import { createRowDoor } from './row-door';
import type { RowDoor } from './row-door';
import { placesOf } from './row-places';

/** One request, with the reader who makes it. The document is taken to be valid against the schema. */
export interface PlanAccessOptions extends RowKeys {
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** As the client gave them, not coerced. */
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly reader: Claim;
  readonly policy: Policy;
}

/** The part of an execution result that a plan completes. */
export interface PartialResult<E> {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly E[] | undefined;
}

/** A completed result; `errors` is absent when there are none. */
export interface CompletedResult<E> {
  data: Readonly<Record<string, unknown>> | null;
  errors?: readonly (E | GraphQLError)[];
}

/** What a reader gets of one operation. A plan holds for its variables and its reader, and keeps no state. */
export interface AccessPlan {
  /** What is left to execute; null when nothing is, and then `complete({})` is the answer. */
  readonly document: DocumentNode | null;
  /** How many fields were refused, each counted once as written. */
  readonly refusals: number;
  /** The categories that will be read, in the order of the operation, each once. */
  readonly categories: readonly Category[];
  /** The clauses under which they will be. */
  readonly clauses: readonly ClauseId[];
  /** Both together, with the rows that the policy opens. */
  readonly reads: readonly CategoryRead[];
  /** The verdict on each field, as written. */
  readonly fields: readonly FieldVerdict[];
  /** The rows of its answers; undefined where nothing protected is read. */
  readonly rows: RowDoor | undefined;
  /** The coordinate of a field of `document`. */
  coordinateOf(node: FieldNode): string | undefined;
  /** The verdicts again, each at its path in the answer: a fragment’s fields wherever it is spread. Nothing below a refused field. */
  explain(): readonly ExplainedField[];
  /**
   * Turns the result of `document` into the answer to the original operation: null and an error at each refused place.
   * A result without data is passed on as it is.
   */
  complete<E = GraphQLError>(result: PartialResult<E>): CompletedResult<E>;
}

/**
 * Decides a whole operation before it runs: every field, argument, input field and enum value that it touches. Pure, so a
 * caller may keep the plan by document, operation name, variables, claim and policy version.
 *
 * @throws GraphQLError `OPERATION_RESOLUTION_FAILURE` when the operation cannot be picked or the schema has no such root.
 */
export function planAccess(options: PlanAccessOptions): AccessPlan {
  const { schema, table, document, reader, policy } = options;
  const operation = getOperationAST(document, options.operationName);
  const rootType = operation && schema.getRootType(operation.operation);
  if (!operation || !rootType) {
    throw new GraphQLError('The operation that was asked for is not there.', {
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    });
  }
  const defaults = new Map<string, ValueNode>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue) defaults.set(variable.name.value, defaultValue);
  }
  const variables = { values: options.variables ?? {}, defaults };
  const judge = createJudge({ schema, table, reader, policy, variables });
  const request = { schema, document, operation, rootType, variables, judge };
  const guarded = protectedCategories(policy);
  const protectedReads = (of: FilteredOperation) =>
    onceEach(of.verdicts.flatMap(({ reads }) => reads).filter(({ category }) => guarded.has(category)));
  const asked = filterOperation(request);
  const isGuarded = protectedReads(asked).length > 0;
  // Whose rows they are matters only where something protected is read; then it is asked for as well.
  const { owners, parties, belongings, entities } = options;
  const rowKeys = {
    ...(owners && { owners }),
    ...(parties && { parties }),
    ...(belongings && { belongings }),
    ...(entities && { entities }),
  };
  const filtered = isGuarded ? filterOperation({ ...request, rowKeys }) : asked;
  const mend = createCompletion({
    schema,
    rootType,
    selectionSet: operation.selectionSet,
    fragments: fragmentsOf(document),
    variables,
    filtered,
  });
  const rowDoorOf = ({ document: left, verdictOf, extra }: FilteredOperation): RowDoor | undefined => {
    const kept = left && getOperationAST(left);
    return kept
      ? createRowDoor({
          root: placesOf({
            schema,
            rootType,
            selectionSet: kept.selectionSet,
            fragments: fragmentsOf(left),
            variables,
            verdictOf,
            keys: rowKeys,
            typenameKey: extra.typename,
            guarded,
          }),
          reads: protectedReads(filtered),
          policy,
          reader: { audience: reader.audience, purpose: reader.purpose },
          ownerKey: extra.owner,
          nodeKey: extra.node,
        })
      : undefined;
  };
  const reads = onceEach(filtered.verdicts.flatMap((verdict) => verdict.reads));
  return {
    document: filtered.document,
    refusals: filtered.refused.size,
    reads,
    categories: reads.map(({ category }) => category),
    clauses: [...new Set(reads.map(({ clause }) => clause))],
    fields: filtered.verdicts,
    rows: isGuarded ? rowDoorOf(filtered) : undefined,
    coordinateOf: (node) => filtered.verdictOf.get(node)?.coordinate,
    explain: () =>
      explainOperation(operation.selectionSet, fragmentsOf(document), variables, filtered.verdictOf),
    complete(result) {
      const data = result.data ?? (filtered.document === null ? {} : null);
      const refusals: GraphQLError[] = [];
      const mended = data && filtered.rootMended ? mend(data, refusals) : data;
      const errors = [...(result.errors ?? []), ...refusals];
      return { data: mended, ...(errors.length > 0 ? { errors } : {}) };
    },
  };
}
