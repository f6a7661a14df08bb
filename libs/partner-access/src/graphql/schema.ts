import { buildSubgraph } from '@hearth/subgraph';
import type { SubgraphSchema } from '@hearth/subgraph';
import type { PartnerContext } from './context';
import {
  AssignmentReceiptResolver,
  AssignmentResolver,
  CustomerPartnersResolver,
  PartnersResolver,
} from './partner-resolvers';
import { CustomerType } from './partner-types';
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
      PolicyResolver,
      TraceResolver,
    ],
    orphanedTypes: [CustomerType],
    references: {
      // Whether there is such a customer is not known here, and not told: one without assignments looks the same.
      Customer: (reference) => ({ id: reference['id'] }),
      Partner: (reference, context) => context.partners.load(String(reference['id'])),
    },
  });
  return built;
}
