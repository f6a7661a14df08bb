import { ApolloServer } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { auditAccessTable, createPlanCache, readAccessTable, schemaFor } from '@hearth/access-plan';
import type { PlanCounts } from '@hearth/access-plan';
import { createRowEvidence, evidenceFrom } from '@hearth/decision-evidence';
import type { EvidenceSource, RowEvidence } from '@hearth/decision-evidence';
import type { Policy, Reader } from '@hearth/policy';
import type { KeyRing } from '@hearth/keys';
import type { SignedHead } from '@hearth/release-record';
import { createIntrusionGuard } from '@hearth/intrusion-detection';
import type { IntrusionGuard } from '@hearth/intrusion-detection';
import { createClientAddress } from '@hearth/service';
import type { Metrics } from '@hearth/service';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import { AuthenticationError } from '@hearth/tokens';
import type { Verifier } from '@hearth/tokens';
import type { DocumentNode, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { parse, print } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { conservationFaults } from './domain/conservation';
import { keyFaults, transitiveFaults } from './domain/transitive-demands';
import { guardDocument } from './domain/guard-document';
import type { GatewayLimits } from './domain/limits';
import { GATEWAY_LIMITS } from './domain/limits';
import { NO_REFUSAL_MODE, readRefusalMode } from './domain/refusal-mode';
import { withDeadline } from './graphql/deadline';
import { createDoor } from './graphql/door';
import type { DoorContext } from './graphql/door';
import { createStitchingEngine } from './graphql/engine';
import type { Engine } from './graphql/engine';
import type { ErrorLog } from './graphql/mask-errors';
import { callInProcess, callRemote } from './graphql/subgraph-call';
import type { RemoteSubgraph, SubgraphCall } from './graphql/subgraph-call';
import { createExpressDoor } from './http/express-door';
import type { Admit } from './http/express-door';
import { createReleaseRecorder } from './storage/release-recorder';

/** What a gateway is made of. */
export interface GatewayOptions {
  /** The composed supergraph: `readSupergraph()` in production. */
  readonly supergraphSdl: string;
  /** Each subgraph by its name: one of this process, or where its `/graphql` is. */
  readonly subgraphs: Readonly<Record<string, Subgraph | RemoteSubgraph>>;
  readonly verifier: Verifier;
  /** The policy in force, or where to read it with what was revoked, once for each request. */
  readonly policy: Policy | EvidenceSource;
  /** The access room, as the account gateway. */
  readonly access: RoomDatabase;
  /** Whose customers a reader's are; what the access room says where absent. */
  readonly rowEvidence?: RowEvidence;
  /** Holds `release-signing` and `commitment-master`, for the record of releases. */
  readonly keys: KeyRing;
  /** Where each signed head of the record is appended as a line of NDJSON. */
  readonly headsFile?: string;
  /** Told of each signed head of the record, to send it out of the system. */
  readonly onHead?: (head: SignedHead) => void;
  /** UTC milliseconds; the system's clock where absent. */
  readonly now?: () => number;
  /** Needed where a subgraph is in a process of its own. */
  readonly gatewayCredential?: Buffer;
  /** The name of this gateway's chain of releases, 1 to 32 letters, digits, dots, hyphens and underscores; each process needs one of its own. */
  readonly writer?: string;
  readonly limits?: Partial<GatewayLimits>;
  /** Who watches for intruders; one with its usual limits where absent, whose alerts are counted and go nowhere else. */
  readonly intrusion?: IntrusionGuard;
  /** Where that one registers its counters. */
  readonly metrics?: Metrics;
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed; none where absent. */
  readonly trustedProxies?: readonly string[];
  /** Told of every failure that readers are not told of. */
  readonly onError?: ErrorLog;
}

/** Which objects of the graph are customers, partners and a customer’s own, and by which field one is told from another. */
const ROW_KEYS = {
  owners: { Customer: 'id' },
  parties: { Partner: 'id' },
  belongings: { SubjectRequest: 'customer' },
} as const;

/** One request without HTTP. Give `query` or `document`. */
export interface GatewayRequest {
  readonly query?: string;
  readonly document?: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The Authorization header, `Bearer <token>`; absent means the public. */
  readonly authorization?: string;
  /** The hearth-purpose header. */
  readonly purpose?: string;
  /** The hearth-refusals header: `filter`, the default, or `reject`. */
  readonly refusals?: string;
}

/** The one door for readers. */
export interface Gateway {
  /** The graph over HTTP, whatever path it is mounted at. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** The graph as its readers see it, whole. */
  readonly schema: GraphQLSchema;
  /** How the door fared with plans that were at hand. */
  readonly plans: PlanCounts;
  /** The same way without HTTP. It never rejects: what is wrong is in `errors`, each with `extensions.code`. */
  execute(request: GatewayRequest): Promise<FormattedExecutionResult>;
  close(): Promise<void>;
}

/**
 * Starts a gateway. It does not start over a supergraph with a field that nobody has decided about, or that lost a demand
 * one of its subgraphs makes.
 *
 * @throws TypeError naming each fault.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { verifier } = options;
  const evidence = evidenceFrom(options.policy);
  const now = options.now ?? Date.now;
  const limits = { ...GATEWAY_LIMITS, ...options.limits };
  const log: ErrorLog = options.onError ?? (() => undefined);
  const intrusion =
    options.intrusion ??
    createIntrusionGuard({
      now,
      onAlert: () => undefined,
      ...(options.metrics ? { metrics: options.metrics } : {}),
    });
  const supergraph = parse(options.supergraphSdl, { noLocation: true });
  const table = readAccessTable(supergraph);
  const locals = Object.values(options.subgraphs).filter((one): one is Subgraph => 'execute' in one);
  refuseFaults([
    ...auditAccessTable(supergraph),
    ...transitiveFaults(supergraph, table),
    ...keyFaults(supergraph, table),
    ...locals.flatMap(({ name, sdl }) => conservationFaults(name, readAccessTable(parse(sdl)), table)),
  ]);
  const recorder = createReleaseRecorder({
    ...options,
    writer: options.writer ?? 'gateway',
    now,
    onError: log,
  });
  const engine = createStitchingEngine({ supergraphSdl: options.supergraphSdl, calls: callsOf(options) });
  const plans = createPlanCache({ schema: engine.schema, table, ...ROW_KEYS });
  const apollo = createApollo(
    engine,
    options.supergraphSdl,
    withDeadline(
      createDoor({
        engine,
        plans,
        rowEvidence: options.rowEvidence ?? createRowEvidence({ access: options.access, now }),
        recorder,
        schemaOf: rememberSchemas((reader, policy) => schemaFor(engine.schema, table, reader, policy)),
        intrusion,
        limits,
        now,
        log,
      }),
      limits.answerMs,
    ),
    limits,
  );
  await apollo.start();

  const admit: Admit = async (authorization, purpose, refusals) => {
    const { policy, isRevoked } = await evidence.current();
    const reader = await verifier.verify(authorization, purpose, isRevoked);
    return { reader, policy, authorization, purpose, refusals };
  };

  return {
    schema: engine.schema,
    plans: plans.counts,
    handler: createExpressDoor({
      apollo,
      admit,
      intrusion,
      addressOf: createClientAddress(options.trustedProxies ?? []),
      limits,
      log,
    }),
    execute: (request) => executeWithoutHttp(request, apollo, admit, limits, log),
    close: async () => {
      await apollo.stop();
      await recorder.close();
    },
  };
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new TypeError(`supergraph:\n  ${faults.join('\n  ')}`);
}

function callsOf(options: GatewayOptions): Map<string, SubgraphCall> {
  const calls = new Map<string, SubgraphCall>();
  for (const [name, subgraph] of Object.entries(options.subgraphs)) {
    if ('execute' in subgraph) {
      calls.set(name, callInProcess(subgraph));
    } else {
      const credential = options.gatewayCredential;
      if (!credential) throw new TypeError(`gatewayCredential: missing, and ${name} is in another process`);
      calls.set(name, callRemote(subgraph, credential));
    }
  }
  return calls;
}

// Apollo Server is the door's frame: HTTP, parsing, validation. What it executes is what `door` answers. Everything that
// would report, cache or trace is off: it would see, keep or send what only the reader may have.
function createApollo(
  engine: Engine,
  supergraphSdl: string,
  door: ReturnType<typeof createDoor>,
  limits: GatewayLimits,
): ApolloServer<DoorContext> {
  const gateway: GatewayInterface = {
    onSchemaLoadOrUpdate: (told) => {
      told({ apiSchema: engine.schema, coreSupergraphSdl: supergraphSdl });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor: door }),
    stop: () => Promise.resolve(),
  };
  return new ApolloServer<DoorContext>({
    gateway,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    stringifyResult: (result) => JSON.stringify(result),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

async function executeWithoutHttp(
  request: GatewayRequest,
  apollo: ApolloServer<DoorContext>,
  admit: Admit,
  limits: GatewayLimits,
  log: ErrorLog,
): Promise<FormattedExecutionResult> {
  try {
    const refusals = readRefusalMode(request.refusals);
    if (refusals === undefined) return refused('BAD_INPUT', NO_REFUSAL_MODE);
    const contextValue = await admit(request.authorization, request.purpose, refusals);
    const query = request.query ?? (request.document ? print(request.document) : '');
    const refusal = guardDocument(query, limits);
    if (refusal) return refused(refusal.code, refusal.message);
    const { body } = await apollo.executeOperation(
      {
        query,
        variables: { ...request.variables },
        ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
      },
      { contextValue },
    );
    return body.kind === 'single' ? body.singleResult : refused('INTERNAL_ERROR', 'Something failed here.');
  } catch (error) {
    if (error instanceof AuthenticationError) return refused(error.code, error.message);
    log(error, 'taking a request');
    return refused('INTERNAL_ERROR', 'Something failed here.');
  }
}

function refused(code: string, message: string): FormattedExecutionResult {
  return { errors: [{ message, extensions: { code } }] };
}

// A schema depends on audience, purpose and policy version alone, of which there are a few dozen at a time.
function rememberSchemas(
  make: (reader: Reader, policy: Policy) => GraphQLSchema,
): (reader: Reader, policy: Policy) => GraphQLSchema {
  const made = new WeakMap<Policy, Map<string, GraphQLSchema>>();
  return (reader, policy) => {
    const ofPolicy = made.get(policy) ?? new Map<string, GraphQLSchema>();
    made.set(policy, ofPolicy);
    const key = `${reader.audience} ${reader.purpose}`;
    const schema = ofPolicy.get(key) ?? make(reader, policy);
    ofPolicy.set(key, schema);
    return schema;
  };
}
