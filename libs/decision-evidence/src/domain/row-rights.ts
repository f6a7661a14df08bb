import type { RowDoor, RowRights } from '@hearth/access-plan';
import type { Reader } from '@hearth/policy';
import type { RowEvidence, RowGrants } from './row-evidence';

const NOTHING: RowGrants = new Map();

/**
 * Binds the rows of a plan to a reader: the evidence is asked once for all customers of an answer, and not at all where what the
 * policy opens are the reader’s own rows, which its token names.
 */
export async function rowRightsOf(
  evidence: RowEvidence,
  reader: Reader,
  plan: Pick<RowDoor, 'scopes'>,
  customers: readonly string[],
): Promise<RowRights> {
  const isScoped = plan.scopes.includes('scoped') && customers.length > 0;
  const grants = isScoped ? await evidence.grantsOn(reader, customers) : NOTHING;
  const self = plan.scopes.includes('self') ? reader.customer : undefined;
  return {
    on: (customer) => (customer === self ? '*' : grants.get(customer)),
    // Other readers meet partners through the customers that these work for; a partner is itself and no other.
    party: reader.audience === 'partner' ? (reader.party ?? '') : undefined,
  };
}
