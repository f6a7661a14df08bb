import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { execute } from 'graphql';
import type { SubgraphCall } from './subgraph-call';

/** What every subgraph is handed with the part of an operation that is its own: it verifies the token itself. */
export interface EngineContext {
  readonly authorization: string | undefined;
  readonly purpose: string | undefined;
}

/** One operation, already cut down to what its reader may have. */
export interface EngineRequest {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: EngineContext;
}

/** Joins the subgraphs into one graph. What stands behind it can be exchanged without the door noticing. */
export interface Engine {
  readonly schema: GraphQLSchema;
  execute(request: EngineRequest): Promise<ExecutionResult>;
}

/** An engine over schema stitching. `calls` holds one call for each subgraph that the supergraph names. */
export function createStitchingEngine(options: {
  readonly supergraphSdl: string;
  readonly calls: ReadonlyMap<string, SubgraphCall>;
}): Engine {
  const schema = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: options.supergraphSdl,
    onSubschemaConfig: (subschema) => {
      const call = callFor(options.calls, subschema.name);
      subschema.executor = ({ document, variables, operationName, context }) => {
        const { authorization, purpose } = context as unknown as EngineContext;
        // The engine awaits what it is given; its own type speaks of several results, which this door does not serve.
        return call({
          document,
          variables: (variables ?? {}) as Record<string, unknown>,
          operationName: operationName ?? undefined,
          authorization,
          purpose,
        }) as never;
      };
    },
  });
  return {
    schema,
    execute: async (request) =>
      execute({
        schema,
        document: request.document,
        variableValues: request.variables,
        operationName: request.operationName ?? null,
        contextValue: request.context,
      }),
  };
}

// The supergraph's enumeration spells names in capitals and with underscores: CUSTOMER_RECORDS.
function callFor(calls: ReadonlyMap<string, SubgraphCall>, name: string): SubgraphCall {
  const plain = (text: string) => text.toLowerCase().replaceAll('_', '-');
  for (const [candidate, call] of calls) if (plain(candidate) === plain(name)) return call;
  throw new TypeError(`subgraphs: none is given for ${plain(name)}, which the supergraph names`);
}
