// The gateway as a process of its own, in front of four subgraphs elsewhere.
import { createGateway, createRevocations, readSupergraph } from '@hearth/gateway';
import { createIntrusionGuard } from '@hearth/intrusion-detection';
import { CURRENT_POLICY } from '@hearth/policy';
import {
  GATEWAY_SETTINGS,
  GRAPH_SETTINGS,
  INTAKE_SETTINGS,
  INTRUSION_SETTINGS,
  intrusionLimitsOf,
  keysOf,
  serveProcess,
} from '@hearth/process';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

void serveProcess({
  name: 'gateway',
  settings: { ...GRAPH_SETTINGS, ...GATEWAY_SETTINGS, ...INTAKE_SETTINGS, ...INTRUSION_SETTINGS },
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'gateway');
    const { now, logger } = kit;
    const access = await kit.room('access', 'gateway');
    const gateway = await createGateway({
      supergraphSdl: readSupergraph(),
      subgraphs: {
        'customer-records': { url: config.customerRecordsUrl },
        ingestion: { url: config.ingestionUrl },
        aggregation: { url: config.aggregationUrl },
        'partner-access': { url: config.partnerAccessUrl },
      },
      verifier: createVerifier({
        verifyingKey: keys.get('token-verifying'),
        issuer: config.issuer,
        now,
        isRevoked: createRevocations({ access, now }),
      }),
      policy: CURRENT_POLICY,
      access,
      now,
      gatewayCredential: keys.get('gateway-credential'),
      writer: config.writer,
      intrusion: createIntrusionGuard({
        limits: intrusionLimitsOf(config),
        now,
        metrics: kit.metrics,
        onAlert: (alert) => logger.warn({ alert }, 'intrusion alert'),
      }),
      trustedProxies: config.trustedProxies,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    kit.onClose(() => gateway.close());
    return gateway.handler;
  },
});
