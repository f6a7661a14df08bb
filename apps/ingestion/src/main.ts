// The ingestion subgraph as a process of its own: POST /graphql, for the gateway alone.
import { createIngestionSubgraph, type ReplayAnswer, type ReplayPort } from '@hearth/ingestion';
import {
  askInternalPort,
  GRAPH_SETTINGS,
  evidenceOf,
  keysOf,
  REPLAY_SETTINGS,
  serveProcess,
  planMetrics,
} from '@hearth/process';
import { createRowEvidence } from '@hearth/decision-evidence';
import { subgraphHandler } from '@hearth/subgraph';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

/** A replay hands up to a thousand reports to the intake, one by one. */
const REPLAY_TIMEOUT_MS = 120_000;

void serveProcess({
  name: 'ingestion',
  settings: { ...GRAPH_SETTINGS, ...REPLAY_SETTINGS },
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'ingestion');
    const { now, logger } = kit;
    const { crossingUrl } = config;
    const replay: ReplayPort | undefined =
      crossingUrl === undefined
        ? undefined
        : (question) =>
            askInternalPort<ReplayAnswer>(
              crossingUrl,
              keys.get('replay-credential'),
              question,
              REPLAY_TIMEOUT_MS,
            );
    const subgraph = await createIngestionSubgraph({
      usage: await kit.room('usage', 'usage-reader'),
      rowEvidence: createRowEvidence({ access: await kit.room('access', 'usage-reader'), now }),
      keys,
      replay,
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: config.issuer, now }),
      policy: await evidenceOf(kit, 'usage-reader'),
      now,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
