// The ingestion subgraph as a process of its own: POST /graphql, for the gateway alone.
import { createIngestionSubgraph } from '@hearth/ingestion';
import { createRowEvidence } from '@hearth/decision-evidence';
import { CURRENT_POLICY } from '@hearth/policy';
import { GRAPH_SETTINGS, keysOf, planMetrics, serveProcess } from '@hearth/process';
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
      policy: CURRENT_POLICY,
      now,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
