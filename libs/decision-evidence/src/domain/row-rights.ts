import type { RowDoor, RowRights, RowSubjects } from '@hearth/access-plan';
import type { Reader } from '@hearth/policy';
import type { RowEvidence, RowGrants } from './row-evidence';

const NOTHING: RowGrants = new Map();
const NONE: ReadonlySet<string> = new Set();

/**
 * Binds the rows of a plan to a reader. The evidence is asked once for all customers of an answer and once for all its partners, and
 * of customers not at all where what the policy opens are the reader’s own rows, which its token names.
 */
export async function rowRightsOf(
  evidence: RowEvidence,
  reader: Reader,
  { scopes }: Pick<RowDoor, 'scopes'>,
  { customers, parties }: Pick<RowSubjects, 'customers' | 'parties'>,
): Promise<RowRights> {
  const isAsked = (rows: 'scoped' | 'own-records'): boolean => customers.length > 0 && scopes.includes(rows);
  const isPartner = reader.audience === 'partner';
  const [grants, recorded, met] = await Promise.all([
    isAsked('scoped') ? evidence.grantsOn(reader, customers) : NOTHING,
    isAsked('own-records') ? evidence.recordedBy(reader, customers) : NONE,
    parties.length > 0 && !isPartner ? evidence.partnersOf(reader, scopes, parties) : NONE,
  ]);
  const self = scopes.includes('self') ? reader.customer : undefined;
  return {
    on: (customer) => (customer === self || recorded.has(customer) ? '*' : grants.get(customer)),
    // A partner is itself and no other, wherever it is met.
    party: isPartner ? (reader.party ?? '') : undefined,
    meets: (partner) => met.has(partner),
  };
}
