// The customer-records subgraph as a process of its own: POST /graphql, for the gateway alone. It carries changes of
// customers and scopes into the usage room as well.
import { createCustomerRecordsSubgraph, publishToUsage } from '@hearth/customer-records';
import { createRowEvidence } from '@hearth/decision-evidence';
import { CURRENT_POLICY } from '@hearth/policy';
import { GRAPH_SETTINGS, PUBLICATION_SETTINGS, keysOf, planMetrics, serveProcess } from '@hearth/process';
import { subgraphHandler } from '@hearth/subgraph';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

void serveProcess({
  name: 'customer-records',
  settings: { ...GRAPH_SETTINGS, ...PUBLICATION_SETTINGS },
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'customer-records');
    const { now, logger } = kit;
    const publication = {
      personal: await kit.room('personal', 'customer-records'),
      usage: await kit.room('usage', 'customer-records'),
      keys,
      now,
    };
    const subgraph = await createCustomerRecordsSubgraph({
      ...publication,
      rowEvidence: createRowEvidence({ access: await kit.room('access', 'customer-records'), now }),
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: config.issuer, now }),
      policy: CURRENT_POLICY,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    kit.every(config.publicationSeconds, 'publication', () => publishToUsage(publication));
    planMetrics(kit.metrics, { [subgraph.name]: subgraph.plans });
    return subgraphHandler(subgraph, keys.get('gateway-credential'));
  },
});
