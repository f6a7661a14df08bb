import { createAggregationSubgraph } from '@hearth/aggregation';
import { createCustomerRecordsSubgraph } from '@hearth/customer-records';
import { createRowEvidence } from '@hearth/decision-evidence';
import { createGateway, readSupergraph } from '@hearth/gateway';
import { createIngestionSubgraph } from '@hearth/ingestion';
import { createIntrusionGuard } from '@hearth/intrusion-detection';
import type { KeyRing } from '@hearth/keys';
import { createPartnerAccessSubgraph } from '@hearth/partner-access';
import { CURRENT_POLICY, type Policy } from '@hearth/policy';
import { openPolicy } from '@hearth/policy/testing';
import { createLogger, startHttpServer } from '@hearth/service';
import type { Subgraph } from '@hearth/subgraph';
import { createVerifier } from '@hearth/tokens';
import { gatewayDoor, subgraphDoor, type Door } from '../access/door';
import { PROOF_ISSUER, PROOF_LIMITS, type WholeHearth } from '../whole-hearth';

/** Which of the three doors decide by the policy; the others let everything pass. */
export interface Arrangement {
  readonly name: string;
  readonly gateway: boolean;
  readonly subgraph: boolean;
  readonly storage: boolean;
}

/** All on, and each alone. */
export const ARRANGEMENTS: readonly Arrangement[] = [
  { name: 'all three doors', gateway: true, subgraph: true, storage: true },
  { name: 'the gateway alone', gateway: true, subgraph: false, storage: false },
  { name: 'the subgraph alone', gateway: false, subgraph: true, storage: false },
  { name: 'storage alone', gateway: false, subgraph: false, storage: true },
];

/** The graph with its doors on and off as arranged, over the rooms of a running Hearth. */
export interface Arranged {
  readonly gateway: Door & { readonly url: string };
  readonly subgraphs: readonly Door[];
  close(): Promise<void>;
}

const OPEN = openPolicy(CURRENT_POLICY);
const policyFor = (on: boolean): Policy => (on ? CURRENT_POLICY : OPEN);

/** Builds gateway and subgraphs anew, with a policy for each door: a door is off that is given one that allows everything. */
export async function arrange(hearth: WholeHearth, keys: KeyRing, how: Arrangement): Promise<Arranged> {
  const { kit } = hearth.hearth;
  const { now } = kit;
  const access = await kit.room('access', 'gateway');
  const verifier = createVerifier({
    verifyingKey: keys.get('token-verifying'),
    issuer: PROOF_ISSUER,
    now,
  });
  const shared = {
    verifier,
    policy: policyFor(how.subgraph),
    storagePolicy: policyFor(how.storage),
    // What signs the tokens that the graph gives out, where it does.
    issuer: hearth.hearth.issuer,
    keys,
    now,
  };
  const rowEvidence = async (account: 'customer-records' | 'usage-reader') =>
    createRowEvidence({ access: await kit.room('access', account), now });
  const built: Subgraph[] = [
    await createCustomerRecordsSubgraph({
      ...shared,
      personal: await kit.room('personal', 'customer-records'),
      usage: await kit.room('usage', 'customer-records'),
      access: await kit.room('access', 'customer-records'),
      rowEvidence: await rowEvidence('customer-records'),
    }),
    await createIngestionSubgraph({
      ...shared,
      usage: await kit.room('usage', 'usage-reader'),
      rowEvidence: await rowEvidence('usage-reader'),
      replay: hearth.hearth.replay,
    }),
    await createAggregationSubgraph({ ...shared, statistics: await kit.room('statistics', 'aggregation') }),
    await createPartnerAccessSubgraph({
      ...shared,
      access: await kit.room('access', 'partner-access'),
      personal: await kit.room('personal', 'partner-access'),
      supergraphSdl: readSupergraph(),
    }),
  ];
  const gateway = await createGateway({
    supergraphSdl: readSupergraph(),
    subgraphs: Object.fromEntries(built.map((subgraph) => [subgraph.name, subgraph])),
    verifier,
    policy: policyFor(how.gateway),
    access,
    keys,
    now,
    intrusion: createIntrusionGuard({ limits: PROOF_LIMITS, now, onAlert: () => undefined }),
    writer: how.name.replaceAll(' ', '-'),
  });
  const logger = createLogger({ level: 'silent', name: 'proof' });
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, handler: gateway.handler, logger });
  const subgraphs = await Promise.all(
    built.map((subgraph) => subgraphDoor(subgraph, keys.get('gateway-credential'))),
  );
  return {
    gateway: { ...gatewayDoor(gateway, server.url), url: server.url },
    subgraphs,
    close: async () => {
      for (const subgraph of subgraphs) await subgraph.server.close();
      await server.close();
      await gateway.close();
    },
  };
}
