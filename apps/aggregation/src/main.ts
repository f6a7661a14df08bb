// The aggregation subgraph as a process of its own: POST /graphql, for the gateway alone.
import { createAggregationSubgraph } from '@hearth/aggregation';
import { GRAPH_SETTINGS, evidenceOf, keysOf, serveProcess, planMetrics } from '@hearth/process';
import { subgraphHandler } from '@hearth/subgraph';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

void serveProcess({
  name: 'aggregation',
  settings: GRAPH_SETTINGS,
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'aggregation');
    const { now, logger } = kit;
    const subgraph = await createAggregationSubgraph({
      statistics: await kit.room('statistics', 'aggregation'),
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: config.issuer, now }),
      policy: await evidenceOf(kit, 'aggregation'),
      now,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
