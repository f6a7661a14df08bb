import { createAggregationSubgraph } from '@hearth/aggregation';
import { createCustomerRecordsSubgraph, type PublicationParts } from '@hearth/customer-records';
import { createRowEvidence } from '@hearth/decision-evidence';
import { createIngestionSubgraph } from '@hearth/ingestion';
import type { KeyHolder, KeyRing } from '@hearth/keys';
import { createPartnerAccessSubgraph } from '@hearth/partner-access';
import type { Policy } from '@hearth/policy';
import type { ProcessKit } from '@hearth/process';
import type { Subgraph } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';

/** What the four subgraphs of one process share. */
export interface SubgraphParts {
  readonly kit: ProcessKit;
  readonly keys: (holder: KeyHolder) => KeyRing;
  readonly verifier: Verifier;
  readonly policy: Policy;
  readonly onError: (error: unknown) => void;
  readonly publication: PublicationParts;
  readonly carryScopes: (customers: readonly string[]) => Promise<void>;
}

/** The four subgraphs by name, each on its own rooms, accounts and keys. */
export async function createSubgraphs(parts: SubgraphParts): Promise<Record<string, Subgraph>> {
  const { kit, keys, verifier, policy, onError, publication, carryScopes } = parts;
  const shared = { verifier, policy, now: kit.now, onError };
  const rowEvidence = async (account: 'customer-records' | 'usage-reader') =>
    createRowEvidence({ access: await kit.room('access', account), now: kit.now });
  return {
    'customer-records': await createCustomerRecordsSubgraph({
      ...shared,
      ...publication,
      rowEvidence: await rowEvidence('customer-records'),
    }),
    ingestion: await createIngestionSubgraph({
      ...shared,
      usage: await kit.room('usage', 'usage-reader'),
      rowEvidence: await rowEvidence('usage-reader'),
      keys: keys('ingestion'),
    }),
    aggregation: await createAggregationSubgraph({
      ...shared,
      statistics: await kit.room('statistics', 'aggregation'),
    }),
    'partner-access': await createPartnerAccessSubgraph({
      ...shared,
      access: await kit.room('access', 'partner-access'),
      personal: await kit.room('personal', 'partner-access'),
      keys: keys('partner-access'),
      onPublished: carryScopes,
    }),
  };
}
