import type { SubgraphSchema } from '@hearth/subgraph';
import { buildSubgraph } from '@hearth/subgraph';
import { AgreementType } from './agreement-types';
import { ConsentResolver } from './consent-resolver';
import type { RecordsContext } from './context';
import { CustomerResolver } from './customer-resolver';
import { ContactType, CustomerType, InstallationType } from './customer-types';
import { RecordResolver } from './record-resolver';
import { ReferenceResolver } from './reference-resolver';
import { RequestResolver } from './request-resolver';

interface Reference {
  readonly id: string;
}

/** What is not the reader's, what does not exist, and what the reader may know nothing of are all no entity. */
const references = {
  Customer: async ({ id }: Reference, { loaders, access }: RecordsContext) => {
    if (access.decisions.get('company.record')?.allowed !== true) return null;
    const record = await loaders.customer.load(id);
    return record === undefined ? null : new CustomerType(record, access);
  },
  Contact: async ({ id }: Reference, { loaders, access }: RecordsContext) => {
    if (access.decisions.get('user.name')?.allowed !== true) return null;
    const record = await loaders.contact.load(id);
    return record === undefined ? null : new ContactType(record, access);
  },
  Agreement: async ({ id }: Reference, { loaders, access }: RecordsContext) => {
    if (access.decisions.get('agreement.record')?.allowed !== true) return null;
    const record = await loaders.agreement.load(id);
    return record === undefined ? null : new AgreementType(record, access);
  },
  // The installation itself is another subgraph's: whether it exists is not told here.
  Installation: ({ id }: Reference) => new InstallationType(id),
};

/**
 * The schema of the subgraph `customer-records`: executable, printed and with its table of access. It needs no database, so
 * composition can build it. Throws TypeError where something is declared amiss.
 */
export function buildCustomerRecordsSchema(): Promise<SubgraphSchema> {
  return buildSubgraph<RecordsContext>({
    name: 'customer-records',
    resolvers: [CustomerResolver, RecordResolver, ConsentResolver, RequestResolver, ReferenceResolver],
    orphanedTypes: [InstallationType],
    references,
    directivesOn: {
      'CustomerOrder.INDUSTRY': '@category(is: "company.demographic")',
      'CustomerOrder.COUNTRY': '@category(is: "company.demographic")',
      'CustomerOrder.SIZE_BAND': '@category(is: "company.demographic")',
      'CustomerOrder.COMPANY_NAME': '@category(is: "company.name")',
    },
  });
}
