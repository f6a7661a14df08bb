import type { GatewayExecutionResult, GatewayExecutor } from '@apollo/server-gateway-interface';
import { accessError } from '@hearth/access-plan';
import type { AccessPlan, PlanCache } from '@hearth/access-plan';
import { rowRightsOf } from '@hearth/decision-evidence';
import type { RowEvidence } from '@hearth/decision-evidence';
import type { Policy, Reader } from '@hearth/policy';
import type { ReleasedType } from '@hearth/release-record';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getVariableValues, GraphQLError } from 'graphql';
import { operationSignature } from '../domain/operation-signature';
import type { RefusalMode } from '../domain/refusal-mode';
import type { ReleaseRecorder } from '../domain/release-record';
import type { Engine, EngineContext } from './engine';
import { answerIntrospection, partOperation } from './introspection';
import { internalError, maskErrors } from './mask-errors';
import type { ErrorLog } from './mask-errors';

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
    if (!(await recordRelease(plan, asked, kept))) return notRecorded();
    return plan.complete(kept);
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

  const recordRelease = async (plan: AccessPlan, asked: Asked, { data }: Executed): Promise<boolean> => {
    const { reader, policy } = asked.context;
    const types = data ? (plan.rows?.releasedIn(data) ?? []) : [];
    if (types.length === 0) return true;
    const words = <T extends string>(of: (type: ReleasedType) => readonly T[]) =>
      [...new Set(types.flatMap(of))].sort();
    try {
      await options.recorder.record({
        at: options.now(),
        reader: reader.client,
        audience: reader.audience,
        purpose: reader.purpose,
        token: reader.tokenId ?? null,
        clause: words(({ clauses }) => clauses).join(','),
        policyVersion: policy.version,
        operationHash: operationSignature(asked.document, asked.operationName),
        categories: words(({ categories }) => categories),
        rows: types.reduce((sum, { rows }) => sum + rows, 0),
      });
      return true;
    } catch (error) {
      log(error, 'recording a release');
      return false;
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
    try {
      return (await answer(asked)) as GatewayExecutionResult;
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
  return {
    data: null,
    errors: [
      new GraphQLError(message, { extensions: { code: 'RELEASE_NOT_RECORDED', http: { status: 503 } } }),
    ],
  };
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
