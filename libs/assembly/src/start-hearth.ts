import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createRollUp } from '@hearth/aggregation';
import { createCrossing, publishToUsage } from '@hearth/customer-records';
import { evidenceUnder, type EvidenceSource } from '@hearth/decision-evidence';
import { createGateway, createRememberingGuard, readSupergraph, type Gateway } from '@hearth/gateway';
import { createIntake, type ReplayPort } from '@hearth/ingestion';
import { publishOrders, publishScopes } from '@hearth/partner-access';
import type { Policy } from '@hearth/policy';
import {
  createProcessKit,
  evidenceOf,
  intakeObserver,
  keysOf,
  tellNewerPolicy,
  type ProcessKit,
  planMetrics,
  logHead,
  RETENTION_SETTINGS,
  retentionObserver,
} from '@hearth/process';
import { createRetention, RETENTION_LOOK_SECONDS, whenDue, type RetentionJob } from '@hearth/retention';
import { startHttpServer } from '@hearth/service';
import type { Subgraph } from '@hearth/subgraph';
import { createIssuer, createVerifier, type Issuer } from '@hearth/tokens';
import { prepareHome } from './prepare-home';
import { refuseDemonstration } from './refuse-demonstration';
import type { HearthSettings } from './settings';
import { createSubgraphs } from './subgraphs';

/** The whole of Hearth in this process. */
export interface Hearth {
  /** Where it listens, such as `http://127.0.0.1:4000`: `/graphql`, `/v1/reports`, `/healthz`, `/readyz`, `/metrics`. */
  readonly url: string;
  readonly issuer: Issuer;
  /** The graph without HTTP: the same way otherwise. */
  readonly gateway: Gateway;
  /** The four subgraphs by name: a proof asks them past the gateway. */
  readonly subgraphs: Readonly<Record<string, Subgraph>>;
  readonly kit: ProcessKit;
  /** The way to the crossing, past every door: for a proof that builds doors of its own. */
  readonly replay: ReplayPort;
  /** What removes rows whose time is over: a proof runs it when it wants to. */
  readonly retention: RetentionJob;
  /** Runs now what otherwise runs on a timer: publishes scopes and subjects, empties the inbox, rolls up. */
  settle(): Promise<void>;
  /** Stops in order: no new requests, what was taken in becomes durable, databases close. */
  close(): Promise<void>;
}

/** What a proof asks of the start: each door under another policy than the one in force, so that each can be tried alone. */
export interface HearthProof {
  readonly policies?: {
    readonly gateway?: Policy;
    readonly subgraph?: Policy;
    readonly storage?: Policy;
  };
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/**
 * Starts everything in one process: intake, crossing, roll-up, four subgraphs in memory, and the gateway.
 *
 * @param proof for proofs alone: policies that stand in for the one in force, while revocations stay as they are
 * @throws StartError, KeyError, or the system's error where it cannot listen.
 */
export async function startHearth(settings: HearthSettings, proof: HearthProof = {}): Promise<Hearth> {
  const release = await prepareHome(settings);
  const kit = createProcessKit({ name: 'hearth', logLevel: settings.logLevel, rooms: settings.rooms });
  kit.onClose(release);
  try {
    return await assemble(settings, kit, proof);
  } catch (error) {
    await kit.close();
    throw error;
  }
}

async function assemble(settings: HearthSettings, kit: ProcessKit, proof: HearthProof): Promise<Hearth> {
  const { now, logger } = kit;
  const keys = (holder: Parameters<typeof keysOf>[1]) => keysOf(settings.keysFolder, holder);
  const onError = (error: unknown): void => logger.error({ err: error }, 'a failure that readers do not see');
  const issuerKeys = keys('issuer');
  if (!settings.demonstration) await refuseDemonstration(kit, issuerKeys.demonstration);

  const intake = createIntake({
    usage: await kit.room('usage', 'intake'),
    inbox: await kit.room('inbox', 'intake'),
    keys: keys('intake'),
    now,
    trustedProxies: settings.trustedProxies,
    ...(settings.intakeLimits ? { limits: settings.intakeLimits } : {}),
    observer: intakeObserver(kit.metrics),
    onError,
  });
  kit.onClose(() => intake.drain());
  const crossing = createCrossing({
    inbox: await kit.room('inbox', 'crossing'),
    personal: await kit.room('personal', 'crossing'),
    keys: keys('crossing'),
    resubmit: (held) => intake.resubmit(held),
    rehearse: (held) => intake.rehearse(held),
    now,
  });
  const rollUp = createRollUp({
    usage: await kit.room('usage', 'roll-up'),
    statistics: await kit.room('statistics', 'roll-up'),
    now,
    onError,
  });

  const gatewayKeys = keys('gateway');
  const verifier = createVerifier({
    verifyingKey: gatewayKeys.get('token-verifying'),
    issuer: settings.issuer,
    now,
  });
  const inForce = await evidenceOf(kit, 'gateway');
  const issuer = createIssuer({
    signingKey: issuerKeys.get('token-signing'),
    issuer: settings.issuer,
    now,
    policy: async () => (await inForce.current()).policy,
  });
  const publication = {
    personal: await kit.room('personal', 'customer-records'),
    usage: await kit.room('usage', 'customer-records'),
    access: await kit.room('access', 'customer-records'),
    keys: keys('customer-records'),
    now,
  };
  const carryScopes = async (customers: readonly string[]): Promise<void> => {
    await publishToUsage({ ...publication, customers });
  };
  const replay: ReplayPort = (question) => crossing.replay(question);
  const subgraphs = await createSubgraphs({
    kit,
    keys,
    verifier,
    issuer,
    evidence: async (account) => under(proof.policies?.subgraph, await evidenceOf(kit, account)),
    storagePolicy: proof.policies?.storage,
    replay,
    onError,
    publication,
    carryScopes,
  });
  await tellNewerPolicy(kit, inForce);
  const gateway = await createGateway({
    supergraphSdl: readSupergraph(),
    subgraphs,
    verifier,
    policy: under(proof.policies?.gateway, inForce),
    access: await kit.room('access', 'gateway'),
    keys: gatewayKeys,
    ...(settings.headsFolder === undefined
      ? {}
      : { headsFile: join(settings.headsFolder, 'gateway.ndjson') }),
    onHead: logHead(logger),
    now,
    intrusion: await createRememberingGuard({
      access: await kit.room('access', 'gateway'),
      ...(settings.limits ? { limits: settings.limits } : {}),
      now,
      metrics: kit.metrics,
      onAlert: (alert) => logger.warn({ alert }, 'intrusion alert'),
    }),
    trustedProxies: settings.trustedProxies,
    onError,
  });
  kit.onClose(() => gateway.close());
  planMetrics(kit.metrics, {
    gateway: gateway.plans,
    ...Object.fromEntries(Object.values(subgraphs).map(({ name, plans }) => [name, plans])),
  });

  const publishAll = async (): Promise<void> => {
    const rooms = {
      access: await kit.room('access', 'partner-access'),
      personal: await kit.room('personal', 'partner-access'),
    };
    await publishScopes({ ...rooms, now, onPublished: carryScopes });
    await publishOrders({ ...rooms, now, onPublished: carryScopes });
    await publishToUsage(publication);
  };
  await publishAll();
  kit.every(settings.crossingSeconds, 'crossing', async () => {
    const { unreadable } = await crossing.runOnce();
    if (unreadable > 0) logger.warn({ unreadable }, 'halves in the inbox do not open');
  });
  kit.every(settings.crossingSeconds, 'publication', publishAll);
  kit.every(settings.rollUpSeconds, 'roll-up', () => rollUp.runOnce());
  const retention = await startRetention(kit, settings, async () => (await inForce.current()).policy);

  const server = await startHttpServer({
    host: settings.host,
    port: settings.port,
    handler: route(intake.handler, gateway.handler),
    ready: () => kit.ready(),
    metrics: kit.metrics,
    logger,
  });
  kit.onClose(() => server.close());
  return {
    url: server.url,
    issuer,
    gateway,
    subgraphs,
    kit,
    replay,
    retention,
    settle: async () => {
      await publishAll();
      // What a run hands back to the intake leaves a sighting in the inbox, which the next run files.
      while ((await crossing.runOnce()).resubmitted > 0);
      await rollUp.runOnce();
    },
    close: () => kit.close(),
  };
}

/** Retention with the four accounts that are its own, now and then every so many hours. */
async function startRetention(
  kit: ProcessKit,
  settings: HearthSettings,
  policy: () => Promise<Policy>,
): Promise<RetentionJob> {
  const observer = retentionObserver(kit);
  const retention = createRetention({
    rooms: {
      inbox: await kit.room('inbox', 'retention-inbox'),
      personal: await kit.room('personal', 'retention-personal'),
      usage: await kit.room('usage', 'retention-usage'),
      access: await kit.room('access', 'retention-access'),
    },
    policy,
    now: kit.now,
    onRemoved: observer.removed,
    onError: observer.failed,
  });
  const hours = settings.retentionHours ?? RETENTION_SETTINGS.retentionHours.default;
  kit.every(
    RETENTION_LOOK_SECONDS,
    'retention',
    whenDue({ job: retention, hours, now: kit.now, onRun: observer.ran }),
  );
  // Closed before the timer, which waits for the run under way.
  kit.onClose(() => Promise.resolve(retention.stop()));
  return retention;
}

function under(policy: Policy | undefined, source: EvidenceSource): EvidenceSource {
  return policy === undefined ? source : evidenceUnder(policy, source);
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Sends each request to its room's door by path alone. */
function route(reports: Handler, graph: Handler): Handler {
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/v1/reports') reports(request, response);
    else if (path === '/graphql') graph(request, response);
    else if (path === '/') response.writeHead(302, { location: '/graphql' }).end();
    else
      json(response, 404, {
        error: { code: 'NOT_FOUND', message: 'Try /graphql, /v1/reports or /healthz.' },
      });
  };
}
