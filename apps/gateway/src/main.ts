// The gateway as a process of its own, in front of four subgraphs elsewhere.
import { createGateway, createRememberingGuard, readSupergraph } from '@hearth/gateway';
import {
  GATEWAY_SETTINGS,
  GRAPH_SETTINGS,
  evidenceOf,
  keysOf,
  serveProcess,
  planMetrics,
  logHead,
  INTAKE_SETTINGS,
  INTRUSION_SETTINGS,
  intrusionLimitsOf,
} from '@hearth/process';
import { join } from 'node:path';
import { createVerifier } from '@hearth/tokens';
import { environment } from './config';

void serveProcess({
  name: 'gateway',
  settings: { ...GRAPH_SETTINGS, ...GATEWAY_SETTINGS, ...INTAKE_SETTINGS, ...INTRUSION_SETTINGS },
  env: environment(),
  start: async ({ kit, config, keysFolder }) => {
    const keys = keysOf(keysFolder, 'gateway');
    const { now, logger } = kit;
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
      }),
      policy: await evidenceOf(kit, 'gateway'),
      access: await kit.room('access', 'gateway'),
      keys,
      headsFile: join(config.home, 'heads', `${config.writer}.ndjson`),
      onHead: logHead(logger),
      now,
      gatewayCredential: keys.get('gateway-credential'),
      writer: config.writer,
      intrusion: await createRememberingGuard({
        access: await kit.room('access', 'gateway'),
        limits: intrusionLimitsOf(config),
        now,
        metrics: kit.metrics,
        onAlert: (alert) => logger.warn({ alert }, 'intrusion alert'),
      }),
      trustedProxies: config.trustedProxies,
      onError: (error) => logger.error({ err: error }, 'a failure that readers do not see'),
    });
    kit.onClose(() => gateway.close());
    planMetrics(kit.metrics, { gateway: gateway.plans });
    return gateway.handler;
  },
});
