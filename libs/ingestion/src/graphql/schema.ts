import { decide } from '@hearth/policy';
import type { SubgraphSchema } from '@hearth/subgraph';
import { buildSubgraph } from '@hearth/subgraph';
import { CatalogueResolver } from './catalogue-resolver';
import type { UsageContext } from './context';
import { ClaimResolver } from './claim-resolver';
import { CorrectionResolver } from './correction-resolver';
import { CustomerType } from './customer-types';
import { InstallationType } from './installation-types';
import { OperationResolver } from './operation-resolver';
import { ReplayResolver } from './replay-resolver';

interface Reference {
  readonly id: string;
}

/** An installation's id: 16 bytes in lower-case hexadecimal. */
const INSTALLATION_ID = /^[0-9a-f]{32}$/;

/** What is not the reader's, what does not exist, and what the reader may know nothing of are all no entity. */
const references = {
  Customer: async ({ id }: Reference, { loaders, pseudonym }: UsageContext) => {
    const subject = pseudonym(id);
    return (await loaders.visible.load(subject)) ? new CustomerType(id, subject) : null;
  },
  Installation: async ({ id }: Reference, { loaders, policy, reader }: UsageContext) => {
    if (!INSTALLATION_ID.test(id) || !decide(policy, reader, 'usage.installation').allowed) return null;
    const record = await loaders.installation.load(id);
    return record === null ? null : new InstallationType(id, record);
  },
};

/**
 * The schema of the subgraph `ingestion`: executable, printed and with its table of access. It needs no database, so that
 * composition can build it. Throws TypeError where something is declared amiss.
 */
export function buildIngestionSchema(): Promise<SubgraphSchema> {
  return buildSubgraph<UsageContext>({
    name: 'ingestion',
    resolvers: [CatalogueResolver, OperationResolver, ReplayResolver, CorrectionResolver, ClaimResolver],
    orphanedTypes: [CustomerType, InstallationType],
    references,
  });
}
