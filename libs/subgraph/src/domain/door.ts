import { createPlanCache } from '@hearth/access-plan';
import type { PlanCounts } from '@hearth/access-plan';
import { evidenceFrom } from '@hearth/decision-evidence';
import type { EvidenceSource } from '@hearth/decision-evidence';
import type { Policy, Reader } from '@hearth/policy';
import type { Verifier } from '@hearth/tokens';
import { AuthenticationError } from '@hearth/tokens';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { execute, GraphQLError } from 'graphql';
import type { CheckedDocument } from './checked-documents';
import { createCheckedDocuments, operationOf } from './checked-documents';
import type { ErrorLog } from './errors-out';
import { errorOut } from './errors-out';
import { keepRows, rowKeysOf } from './keep-rows';
import type { SubgraphRows } from './keep-rows';
import type { SubgraphContext } from './subgraph-context';
import type { SubgraphSchema } from './subgraph-schema';

/** What the second door is made of. */
export interface SubgraphOptions {
  readonly built: SubgraphSchema;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked, once for each request. */
  readonly policy: Policy | EvidenceSource;
  /** What the room's store decides under, where it is not the door's own policy: a proof gives each door another. */
  readonly storagePolicy?: Policy | undefined;
  /** The room's part of the context, made anew for each request. */
  readonly makeContext: (reader: Reader, policy: Policy) => object;
  /** How this door knows whose rows it answers with; where absent, the store alone does. */
  readonly rows?: SubgraphRows | undefined;
  /** The clock; the system's when absent. */
  readonly now?: () => number;
  /** Told of each error that readers see only as INTERNAL_ERROR. */
  readonly onError?: ErrorLog;
}

/** One request of the gateway, or of a test. */
export interface SubgraphRequest {
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  /** The reader's own Authorization header, handed on as it came. */
  readonly authorization?: string | undefined;
  /** The reader's hearth-purpose header. */
  readonly purpose?: string | undefined;
}

/** A subgraph behind its own door: it verifies the token and decides by itself, whoever asks. */
export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
  /** How its door fared with plans that were at hand. */
  readonly plans?: PlanCounts;
  /** Answers a request. It never rejects: whatever goes wrong is in `errors`, each with a stable `extensions.code`. */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
}

const failure = (code: string, message: string): ExecutionResult => ({
  errors: [new GraphQLError(message, { extensions: { code } })],
});

function invalid(checked: CheckedDocument): ExecutionResult {
  const errors = checked.errors.map(
    ({ message, nodes }) =>
      new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
  );
  return { errors };
}

/** The second of the three places where access is decided: over the whole document, before anything is fetched. */
export function createSubgraph(o: SubgraphOptions): Subgraph {
  const { schema, table, name, sdl } = o.built;
  const check = createCheckedDocuments(schema);
  const { rows } = o;
  const plans = createPlanCache({ schema, table, ...(rows && rowKeysOf(rows)) });
  const now = o.now ?? Date.now;
  const evidence = evidenceFrom(o.policy);

  async function answer(request: SubgraphRequest): Promise<ExecutionResult> {
    const { policy, isRevoked } = await evidence.current();
    const reader = await o.verifier.verify(request.authorization, request.purpose, isRevoked);
    const checked = check(request.document);
    if (checked.errors.length > 0) return invalid(checked);
    const operation = operationOf(checked.document, request.operationName);
    if (operation === undefined)
      return failure('BAD_INPUT', 'operationName: not one operation of the document');
    const variables = request.variables ?? {};
    const operationName = operation.name?.value;
    const plan = plans.planFor({ document: checked.document, operationName, variables, reader, policy });
    if (plan.document === null) return plan.complete<GraphQLError>({});
    const context: SubgraphContext = {
      ...o.makeContext(reader, o.storagePolicy ?? policy),
      reader,
      policy,
      now,
    };
    const result = await execute({
      schema,
      document: plan.document,
      contextValue: context,
      variableValues: variables,
      operationName: operationName ?? null,
    });
    const answered = { plan, policy, reader, operationName };
    const errors = result.errors?.map((error) => errorOut(error, answered, o.onError));
    // Without data nothing ran (the variables did not fit), and there is nothing to complete.
    if (result.data === undefined) return errors === undefined ? {} : { errors };
    const kept = await keepRows(rows, reader, plan, { data: result.data, errors });
    return plan.complete(kept);
  }

  return {
    name,
    sdl,
    plans: plans.counts,
    async execute(request) {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof AuthenticationError) return failure(error.code, error.message);
        o.onError?.(error, { path: '', operationName: request.operationName });
        return failure('INTERNAL_ERROR', 'Something went wrong here.');
      }
    },
  };
}
