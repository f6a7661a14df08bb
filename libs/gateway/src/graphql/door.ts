import type { GatewayExecutionResult, GatewayExecutor } from '@apollo/server-gateway-interface';
import { accessError } from '@hearth/access-plan';
import type { AccessPlan, PlanCache } from '@hearth/access-plan';
import { rowRightsOf } from '@hearth/decision-evidence';
import type { RowEvidence } from '@hearth/decision-evidence';
import { releasedRows } from '@hearth/intrusion-detection';
import type { IntrusionGuard } from '@hearth/intrusion-detection';
import type { Policy, Reader } from '@hearth/policy';
import type { ReleasedType } from '@hearth/release-record';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getVariableValues, GraphQLError } from 'graphql';
import type { GatewayLimits } from '../domain/limits';
import { operationCost } from '../domain/operation-cost';
import { operationSignature } from '../domain/operation-signature';
import type { RefusalMode } from '../domain/refusal-mode';
import type { ReleaseRecorder } from '../domain/release-recorder';
import type { Engine, EngineContext } from './engine';
import { answerIntrospection, partOperation } from './introspection';
import { internalError, maskErrors } from './mask-errors';
import type { ErrorLog } from './mask-errors';
import { observeAnswer } from './observe-answer';
import { overQuota, withhold } from './withhold';

/** What is known of a request once its token is verified. */
export interface DoorContext extends EngineContext {
  readonly reader: Reader;
  /** What becomes of an operation of which a part is refused. */
  readonly refusals: RefusalMode;
  /** The policy in force when the request was admitted: it is decided under one version from end to end. */
  readonly policy: Policy;
}

/** What the first door is made of. */
export interface DoorOptions {
  readonly engine: Engine;
  readonly plans: PlanCache;
  readonly recorder: ReleaseRecorder;
  /** Whose customers a reader’s are, asked once for each answer that hangs on it. */
  readonly rowEvidence: RowEvidence;
  readonly schemaOf: (reader: Reader, policy: Policy) => GraphQLSchema;
  readonly intrusion: IntrusionGuard;
  readonly limits: Pick<GatewayLimits, 'cost'>;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly log: ErrorLog;
}

interface Executed {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLError[];
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
  const { engine, plans, log } = options;

  const planOf = (asked: Asked): AccessPlan =>
    plans.planFor({
      document: asked.document,
      operationName: asked.operationName,
      variables: asked.variables,
      reader: asked.context.reader,
      policy: asked.context.policy,
    });

  const answerData = async (asked: Asked): Promise<ExecutionResult> => {
    const plan = planOf(asked);
    const executed = plan.document === null ? {} : await execute(plan.document, asked);
    const kept = await keepRows(plan, asked, executed);
    return (await withholdOrRecord(plan, asked, kept)) ?? plan.complete(kept);
  };

  const execute = async (document: DocumentNode, asked: Asked): Promise<Executed> => {
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

  // What came back is held against the evidence of this door, whatever those behind it thought.
  const keepRows = async (plan: AccessPlan, asked: Asked, executed: Executed): Promise<Executed> => {
    const { data, errors = [] } = executed;
    if (!data || !plan.rows?.isBound) return executed;
    const { reader } = asked.context;
    const { customers } = plan.rows.subjectsIn(data);
    return plan.rows.prune(
      data,
      errors,
      await rowRightsOf(options.rowEvidence, reader, plan.rows, customers),
    );
  };

  // What is about to leave is counted against the reader's quota and then recorded; where either fails, nothing leaves.
  const withholdOrRecord = async (
    plan: AccessPlan,
    asked: Asked,
    { data }: Executed,
  ): Promise<ExecutionResult | undefined> => {
    const { reader, policy } = asked.context;
    const types = data ? (plan.rows?.releasedIn(data) ?? []) : [];
    if (types.length === 0) return undefined;
    const turnedAway = options.intrusion.releasing(reader, releasedRows(types));
    if (turnedAway) return overQuota(turnedAway);
    try {
      await options.recorder.record({
        at: options.now(),
        reader: reader.client,
        audience: reader.audience,
        purpose: reader.purpose,
        party: reader.party ?? null,
        token: reader.tokenId ?? null,
        policyVersion: policy.version,
        operationHash: operationSignature(asked.document, asked.operationName),
        types: ownedBy(types, reader),
      });
      return undefined;
    } catch (error) {
      log(error, 'recording a release');
      return notRecorded();
    }
  };

  const answer = async (asked: Asked): Promise<ExecutionResult> => {
    const parted = partOperation(asked.document, asked.operation, asked.coerced);
    if (asked.context.refusals === 'reject' && parted.dataPart) {
      const plan = planOf({ ...asked, document: parted.dataPart });
      if (plan.refusals > 0) return rejected(plan);
    }
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

// What a customer reads of itself is about itself, whether its id was asked for or not.
function ownedBy(types: readonly ReleasedType[], { customer }: Reader): readonly ReleasedType[] {
  if (customer === undefined) return types;
  return types.map((type) => ({ ...type, customers: [...new Set([...type.customers, customer])].sort() }));
}

/** Every refusal of an operation of which nothing was executed. */
function rejected(plan: AccessPlan): ExecutionResult {
  const errors = plan.explain().flatMap(({ path, node, verdict: { refusal } }) => {
    return refusal ? [accessError(refusal, node.name.value, { path, nodes: node })] : [];
  });
  return { data: null, errors };
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
