import type { GatewayExecutionResult, GatewayExecutor } from '@apollo/server-gateway-interface';
import { planAccess } from '@hearth/access-plan';
import type { AccessPlan, AccessTable } from '@hearth/access-plan';
import type { IntrusionGuard } from '@hearth/intrusion-detection';
import type { Policy, Reader } from '@hearth/policy';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getVariableValues, GraphQLError } from 'graphql';
import type { GatewayLimits } from '../domain/limits';
import { operationCost } from '../domain/operation-cost';
import { operationSignature } from '../domain/operation-signature';
import type { ReleaseRecorder } from '../domain/release-record';
import type { Engine, EngineContext } from './engine';
import { answerIntrospection, partOperation } from './introspection';
import { internalError, maskErrors } from './mask-errors';
import type { ErrorLog } from './mask-errors';
import { observeAnswer } from './observe-answer';
import { protectedCategories, releasedIn } from './released';
import { overQuota, withhold } from './withhold';

/** What is known of a request once its token is verified. */
export interface DoorContext extends EngineContext {
  readonly reader: Reader;
  /** The policy in force when the request was admitted: it is decided under one version from end to end. */
  readonly policy: Policy;
}

/** What the first door is made of. */
export interface DoorOptions {
  readonly engine: Engine;
  readonly table: AccessTable;
  readonly recorder: ReleaseRecorder;
  readonly schemaOf: (reader: Reader, policy: Policy) => GraphQLSchema;
  readonly intrusion: IntrusionGuard;
  readonly limits: Pick<GatewayLimits, 'cost'>;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly log: ErrorLog;
}

interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** As they came: each subgraph reads them by its own types. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With defaults, and in the form that the schema gives them. */
  readonly coerced: Readonly<Record<string, unknown>>;
  readonly context: DoorContext;
}

/**
 * The first of the three places where access is decided: over the whole operation, before any subgraph is asked. What
 * is refused is cut out, the rest is executed, the answer is completed, its release is recorded, and only then it leaves.
 */
export function createDoor(options: DoorOptions): GatewayExecutor {
  const { engine, table, log } = options;

  const answerData = async (asked: Asked): Promise<ExecutionResult> => {
    const plan = planAccess({
      schema: engine.schema,
      table,
      document: asked.document,
      operationName: asked.operationName,
      variables: asked.variables,
      reader: asked.context.reader,
      policy: asked.context.policy,
    });
    const executed = plan.document === null ? {} : await execute(plan.document, asked);
    const withheld = executed.data ? await recordRelease(plan, asked, executed.data) : undefined;
    return withheld ?? plan.complete(executed);
  };

  const execute = async (document: DocumentNode, asked: Asked): Promise<ExecutionResult> => {
    const { authorization, purpose } = asked.context;
    const result = await engine.execute({
      document,
      operationName: asked.operationName,
      variables: asked.variables,
      context: { authorization, purpose },
    });
    const errors = result.errors ? maskErrors(result.errors, log) : undefined;
    return { data: result.data ?? null, ...(errors && errors.length > 0 ? { errors } : {}) };
  };

  const recordRelease = async (
    plan: AccessPlan,
    asked: Asked,
    data: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult | undefined> => {
    const { reader, policy } = asked.context;
    const guarded = protectedCategories(policy);
    const released = releasedIn({ schema: engine.schema, plan, operation: asked.operation, data, guarded });
    if (released.categories.length === 0) return undefined;
    const turnedAway = options.intrusion.releasing(reader, released);
    if (turnedAway) return overQuota(turnedAway);
    const reads = plan.reads.filter(({ category }) => released.categories.includes(category));
    try {
      await options.recorder.record({
        at: options.now(),
        reader: reader.client,
        audience: reader.audience,
        purpose: reader.purpose,
        token: reader.tokenId ?? null,
        clause: [...new Set(reads.map(({ clause }) => clause))].sort().join(','),
        policyVersion: policy.version,
        operationHash: operationSignature(asked.document, asked.operationName),
        categories: released.categories,
        rows: released.rows,
      });
      return undefined;
    } catch (error) {
      log(error, 'recording a release');
      return notRecorded();
    }
  };

  const answer = async (asked: Asked): Promise<ExecutionResult> => {
    const parted = partOperation(asked.document, asked.operation, asked.coerced);
    if (!parted.schemaPart) return answerData(asked);
    const schema = options.schemaOf(asked.context.reader, asked.context.policy);
    const told = await answerIntrospection(schema, parted.schemaPart, asked.operationName, asked.variables);
    if (!parted.dataPart) return told;
    const held = await answerData({ ...asked, document: parted.dataPart });
    return joinParts(parted.keys, told, held);
  };

  return async (request): Promise<GatewayExecutionResult> => {
    const { document, operation } = request;
    // Apollo Server says what is wrong when no operation was chosen; its type does not know that there may be none.
    if (!(operation as OperationDefinitionNode | undefined)) {
      return {
        errors: [
          new GraphQLError('The document has several operations, or none of that name.', {
            extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
          }),
        ],
      };
    }
    const raw = request.request.variables ?? {};
    const coerced = getVariableValues(engine.schema, operation.variableDefinitions ?? [], raw, {
      maxErrors: 10,
    });
    if (coerced.errors) return { errors: coerced.errors.map(withoutValue) };
    const asked = {
      document,
      operation,
      operationName: request.operationName ?? undefined,
      variables: raw,
      coerced: coerced.coerced,
      context: request.context as DoorContext,
    };
    const most = options.limits.cost;
    if (operationCost({ schema: engine.schema, document, operation, variables: asked.coerced }) > most) {
      return withhold('TOO_COSTLY', 400, tooCostly(most)) as GatewayExecutionResult;
    }
    try {
      const result = await answer(asked);
      options.intrusion.answered(asked.context.reader, observeAnswer(engine.schema, operation, result));
      return result as GatewayExecutionResult;
    } catch (error) {
      // Apollo Server would pass the message on, whatever it says.
      log(error, 'answering a request');
      return { errors: [internalError(null)] };
    }
  };
}

// graphql-js quotes what was sent; a log, or a page that shows the message, is no place for it.
function withoutValue(error: GraphQLError): GraphQLError {
  const node = error.nodes?.[0];
  const name = node && 'variable' in node ? node.variable.name.value : undefined;
  return new GraphQLError(
    `The variable ${name === undefined ? '' : `$${name} `}has not the type that it was declared with.`,
    {
      extensions: { code: 'BAD_USER_INPUT' },
    },
  );
}

function notRecorded(): ExecutionResult {
  const message =
    'The record of releases cannot be written now, so nothing is released. A mutation may have taken effect.';
  return withhold('RELEASE_NOT_RECORDED', 503, message);
}

function tooCostly(most: number): string {
  return `The answer might hold more values than the ${String(most)} allowed: ask for smaller pages, or fewer lists within lists.`;
}

function joinParts(keys: readonly string[], told: ExecutionResult, held: ExecutionResult): ExecutionResult {
  const errors = [...(told.errors ?? []), ...(held.errors ?? [])];
  const data: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of keys) {
    const source = held.data && key in held.data ? held.data : told.data;
    data[key] = source?.[key] ?? null;
  }
  return { data: held.data === null ? null : data, ...(errors.length > 0 ? { errors } : {}) };
}
