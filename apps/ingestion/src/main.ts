// The ingestion subgraph as a process of its own: POST /graphql, for the gateway alone.
import { createIngestionSubgraph } from '@hearth/ingestion';
import { GRAPH_SETTINGS, evidenceOf, keysOf, serveProcess, planMetrics } from '@hearth/process';
import { createRowEvidence } from '@hearth/decision-evidence';
import { subgraphHandler } from '@hearth/subgraph';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

void serveProcess({
  name: 'ingestion',
  settings: GRAPH_SETTINGS,
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'ingestion');
    const { now, logger } = kit;
    const subgraph = await createIngestionSubgraph({
      usage: await kit.room('usage', 'usage-reader'),
      rowEvidence: createRowEvidence({ access: await kit.room('access', 'usage-reader'), now }),
      keys,
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: config.issuer, now }),
      policy: await evidenceOf(kit, 'usage-reader'),
      now,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
