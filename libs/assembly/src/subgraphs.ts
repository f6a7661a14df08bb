import { createAggregationSubgraph } from '@hearth/aggregation';
import { createCustomerRecordsSubgraph, type PublicationParts } from '@hearth/customer-records';
import { readSupergraph } from '@hearth/gateway';
import type { EvidenceSource } from '@hearth/decision-evidence';
import { createRowEvidence } from '@hearth/decision-evidence';
import { createIngestionSubgraph, type ReplayPort } from '@hearth/ingestion';
import type { KeyHolder, KeyRing } from '@hearth/keys';
import { createPartnerAccessSubgraph } from '@hearth/partner-access';
import type { Policy } from '@hearth/policy';
import type { ProcessKit } from '@hearth/process';
import type { AccountName } from '@hearth/rooms';
import type { Subgraph } from '@hearth/subgraph';
import type { Issuer, Verifier } from '@hearth/tokens';

/** What the four subgraphs of one process share. */
export interface SubgraphParts {
  readonly kit: ProcessKit;
  readonly keys: (holder: KeyHolder) => KeyRing;
  readonly verifier: Verifier;
  readonly issuer: Issuer;
  /** The evidence of a subgraph, over its own account. */
  readonly evidence: (account: AccountName) => Promise<EvidenceSource>;
  /** What the stores decide under, where a proof says so. */
  readonly storagePolicy: Policy | undefined;
  /** The way to the crossing. */
  readonly replay: ReplayPort;
  readonly onError: (error: unknown) => void;
  readonly publication: PublicationParts;
  readonly carryScopes: (customers: readonly string[]) => Promise<void>;
}

/** The four subgraphs by name, each on its own rooms, accounts and keys. */
export async function createSubgraphs(parts: SubgraphParts): Promise<Record<string, Subgraph>> {
  const { kit, keys, verifier, evidence, storagePolicy, onError, publication, carryScopes } = parts;
  const shared = { verifier, storagePolicy, now: kit.now, onError };
  const rowEvidence = async (account: 'customer-records' | 'usage-reader') =>
    createRowEvidence({ access: await kit.room('access', account), now: kit.now });
  return {
    'customer-records': await createCustomerRecordsSubgraph({
      ...shared,
      ...publication,
      policy: await evidence('customer-records'),
      rowEvidence: await rowEvidence('customer-records'),
    }),
    ingestion: await createIngestionSubgraph({
      ...shared,
      policy: await evidence('usage-reader'),
      usage: await kit.room('usage', 'usage-reader'),
      rowEvidence: await rowEvidence('usage-reader'),
      keys: keys('ingestion'),
      replay: parts.replay,
    }),
    aggregation: await createAggregationSubgraph({
      ...shared,
      policy: await evidence('aggregation'),
      statistics: await kit.room('statistics', 'aggregation'),
    }),
    'partner-access': await createPartnerAccessSubgraph({
      ...shared,
      policy: await evidence('partner-access'),
      issuer: parts.issuer,
      access: await kit.room('access', 'partner-access'),
      personal: await kit.room('personal', 'partner-access'),
      keys: keys('partner-access'),
      supergraphSdl: readSupergraph(),
      onPublished: carryScopes,
    }),
  };
}
