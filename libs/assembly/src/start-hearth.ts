import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRollUp } from '@hearth/aggregation';
import { createCrossing, publishToUsage } from '@hearth/customer-records';
import { createGateway, createRevocations, readSupergraph, type Gateway } from '@hearth/gateway';
import { createIntake } from '@hearth/ingestion';
import { createIntrusionGuard } from '@hearth/intrusion-detection';
import { publishScopes } from '@hearth/partner-access';
import { CURRENT_POLICY } from '@hearth/policy';
import { createProcessKit, intakeObserver, keysOf, type ProcessKit } from '@hearth/process';
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
  /** Runs now what otherwise runs on a timer: publishes scopes and subjects, empties the inbox, rolls up. */
  settle(): Promise<void>;
  /** Stops in order: no new requests, what was taken in becomes durable, databases close. */
  close(): Promise<void>;
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/**
 * Starts everything in one process: intake, crossing, roll-up, four subgraphs in memory, and the gateway.
 *
 * @throws StartError, KeyError, or the system's error where it cannot listen.
 */
export async function startHearth(settings: HearthSettings): Promise<Hearth> {
  const release = await prepareHome(settings);
  const kit = createProcessKit({ name: 'hearth', logLevel: settings.logLevel, rooms: settings.rooms });
  kit.onClose(release);
  try {
    return await assemble(settings, kit);
  } catch (error) {
    await kit.close();
    throw error;
  }
}

async function assemble(settings: HearthSettings, kit: ProcessKit): Promise<Hearth> {
  const { now, logger } = kit;
  const keys = (holder: Parameters<typeof keysOf>[1]) => keysOf(settings.keysFolder, holder);
  const policy = CURRENT_POLICY;
  const onError = (error: unknown): void => logger.error({ err: error }, 'a failure that readers do not see');
  const issuerKeys = keys('issuer');
  if (!settings.demonstration) await refuseDemonstration(kit, issuerKeys.demonstration);

  const intake = createIntake({
    usage: await kit.room('usage', 'intake'),
    inbox: await kit.room('inbox', 'intake'),
    keys: keys('intake'),
    now,
    trustedProxies: settings.trustedProxies,
    observer: intakeObserver(kit.metrics),
    onError,
  });
  kit.onClose(() => intake.drain());
  const crossing = createCrossing({
    inbox: await kit.room('inbox', 'crossing'),
    personal: await kit.room('personal', 'crossing'),
    keys: keys('crossing'),
    resubmit: (held) => intake.resubmit(held),
    now,
  });
  const rollUp = createRollUp({
    usage: await kit.room('usage', 'roll-up'),
    statistics: await kit.room('statistics', 'roll-up'),
    now,
    onError,
  });

  const access = await kit.room('access', 'gateway');
  const verifier = createVerifier({
    verifyingKey: keys('gateway').get('token-verifying'),
    issuer: settings.issuer,
    now,
    isRevoked: createRevocations({ access, now }),
  });
  const publication = {
    personal: await kit.room('personal', 'customer-records'),
    usage: await kit.room('usage', 'customer-records'),
    keys: keys('customer-records'),
    now,
  };
  const carryScopes = async (customers: readonly string[]): Promise<void> => {
    await publishToUsage({ ...publication, customers });
  };
  const subgraphs = await createSubgraphs({ kit, keys, verifier, policy, onError, publication, carryScopes });
  const gateway = await createGateway({
    supergraphSdl: readSupergraph(),
    subgraphs,
    verifier,
    policy,
    access,
    now,
    intrusion: createIntrusionGuard({
      ...(settings.limits ? { limits: settings.limits } : {}),
      now,
      metrics: kit.metrics,
      onAlert: (alert) => logger.warn({ alert }, 'intrusion alert'),
    }),
    trustedProxies: settings.trustedProxies,
    onError,
  });
  kit.onClose(() => gateway.close());

  const publishAll = async (): Promise<void> => {
    await publishScopes({
      access: await kit.room('access', 'partner-access'),
      personal: await kit.room('personal', 'partner-access'),
      now,
      onPublished: carryScopes,
    });
    await publishToUsage(publication);
  };
  await publishAll();
  kit.every(settings.crossingSeconds, 'crossing', () => crossing.runOnce());
  kit.every(settings.crossingSeconds, 'publication', publishAll);
  kit.every(settings.rollUpSeconds, 'roll-up', () => rollUp.runOnce());

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
    issuer: createIssuer({
      signingKey: issuerKeys.get('token-signing'),
      issuer: settings.issuer,
      now,
      policy,
    }),
    gateway,
    subgraphs,
    kit,
    settle: async () => {
      await publishAll();
      // What a run hands back to the intake leaves a sighting in the inbox, which the next run files.
      while ((await crossing.runOnce()).resubmitted > 0);
      await rollUp.runOnce();
    },
    close: () => kit.close(),
  };
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
