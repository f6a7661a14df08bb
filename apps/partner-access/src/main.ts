// The partner-access subgraph as a process of its own: POST /graphql, for the gateway alone. It publishes scopes as well.
import { readSupergraph } from '@hearth/gateway';
import { createPartnerAccessSubgraph, publishScopes } from '@hearth/partner-access';
import { CURRENT_POLICY } from '@hearth/policy';
import { GRAPH_SETTINGS, PUBLICATION_SETTINGS, keysOf, planMetrics, serveProcess } from '@hearth/process';
import { subgraphHandler } from '@hearth/subgraph';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

void serveProcess({
  name: 'partner-access',
  settings: { ...GRAPH_SETTINGS, ...PUBLICATION_SETTINGS },
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'partner-access');
    const { now, logger } = kit;
    const access = await kit.room('access', 'partner-access');
    const personal = await kit.room('personal', 'partner-access');
    const subgraph = await createPartnerAccessSubgraph({
      access,
      personal,
      keys,
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: config.issuer, now }),
      policy: CURRENT_POLICY,
      supergraphSdl: readSupergraph(),
      now,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    kit.every(config.publicationSeconds, 'publication', () => publishScopes({ access, personal, now }));
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
