import type { SubgraphContext } from '@hearth/subgraph';
import DataLoader from 'dataloader';
import type { ReleaseLog } from '../domain/release-log';
import type { PartnerStore } from '../domain/partner-store';
import type { GovernanceStore, PartnerContext } from './context';
import { told } from './told';

/** The room's part of the context: one statement for each level of a request, however long its lists are. */
export function makePartnerContext(
  store: PartnerStore,
  governance: GovernanceStore,
  cursorKey: Buffer,
  publish: () => Promise<void>,
  policies: Pick<PartnerContext, 'policyVersion' | 'policyHistory' | 'comparePolicies' | 'explain'>,
  releaseLog: ReleaseLog,
): Omit<PartnerContext, keyof SubgraphContext> {
  return {
    ...policies,
    store,
    governance,
    cursorKey,
    publish,
    releaseLog,
    assignments: new DataLoader(async (customers) => {
      const found = await told(() => store.assignmentsOf(customers));
      return customers.map((id) => found.get(id) ?? []);
    }),
    clientsOf: new DataLoader(async (partners) => {
      const found = await told(() => governance.clientsOf(partners));
      return partners.map((id) => found.get(id) ?? []);
    }),
    partners: new DataLoader(async (ids) => {
      const found = await told(() => store.partnersById(ids));
      return ids.map((id) => found.get(id) ?? null);
    }),
  };
}
