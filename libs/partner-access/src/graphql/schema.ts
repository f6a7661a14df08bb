import { buildSubgraph } from '@hearth/subgraph';
import type { SubgraphSchema } from '@hearth/subgraph';
import { ClientResolver, PartnerClientsResolver } from './client-resolver';
import type { PartnerContext } from './context';
import { CourtOrderResolver } from './order-resolver';
import { ExplanationResolver } from './explanation-resolver';
import {
  AssignmentReceiptResolver,
  AssignmentResolver,
  CustomerPartnersResolver,
  PartnersResolver,
} from './partner-resolvers';
import { CustomerAccessLogResolver, ReleaseRecordsResolver } from './release-resolvers';
import { CustomerType } from './partner-types';
import { PolicyProposalResolver } from './policy-proposal';
import { PolicyResolver } from './policy-resolver';
import { TraceResolver } from './trace-resolver';

let built: Promise<SubgraphSchema> | undefined;

/** The subgraph's schema, for composition and for serving. It needs no database, and is built once per process. */
export function buildPartnerAccessSchema(): Promise<SubgraphSchema> {
  built ??= buildSubgraph<PartnerContext>({
    name: 'partner-access',
    resolvers: [
      CustomerPartnersResolver,
      AssignmentResolver,
      AssignmentReceiptResolver,
      PartnersResolver,
      CustomerAccessLogResolver,
      ReleaseRecordsResolver,
      PolicyResolver,
      PolicyProposalResolver,
      PartnerClientsResolver,
      ClientResolver,
      CourtOrderResolver,
      ExplanationResolver,
      TraceResolver,
    ],
    directivesOn: { 'Query.explainAccess(as:)': '@category(is: "access.preview")' },
    orphanedTypes: [CustomerType],
    references: {
      // Whether there is such a customer is not known here, and not told: one without assignments looks the same.
      Customer: (reference) => ({ id: reference['id'] }),
      // Nor is it told whether there is such a partner to whoever may not read partners, but their clients perhaps.
      Partner: (reference, context) =>
        context.store.mayReadPartners()
          ? context.partners.load(String(reference['id']))
          : { id: reference['id'] },
    },
  });
  return built;
}
