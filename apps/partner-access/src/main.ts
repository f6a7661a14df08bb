// The partner-access subgraph as a process of its own: POST /graphql, for the gateway alone. It publishes scopes as well.
import { readSupergraph } from '@hearth/gateway';
import { createPartnerAccessSubgraph, publishOrders, publishScopes } from '@hearth/partner-access';
import {
  GRAPH_SETTINGS,
  PUBLICATION_SETTINGS,
  evidenceOf,
  keysOf,
  serveProcess,
  tellNewerPolicy,
  planMetrics,
} from '@hearth/process';
import { subgraphHandler } from '@hearth/subgraph';
import { createIssuer, createVerifier } from '@hearth/tokens';
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
    const evidence = await evidenceOf(kit, 'partner-access');
    const subgraph = await createPartnerAccessSubgraph({
      access,
      personal,
      keys,
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: config.issuer, now }),
      supergraphSdl: readSupergraph(),
      issuer: createIssuer({
        signingKey: keys.get('token-signing'),
        issuer: config.issuer,
        now,
        policy: async () => (await evidence.current()).policy,
      }),
      policy: evidence,
      now,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    await tellNewerPolicy(kit, evidence);
    kit.every(config.publicationSeconds, 'publication', async () => {
      await publishScopes({ access, personal, now });
      await publishOrders({ access, personal, now });
    });
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
