import {
  nobodyReadsWhatIsWithheld,
  partnersStayWithinDepartments,
  solicitationIsGrantedNowhere,
} from './invariants/answers';
import {
  categoriesFormTrees,
  everyCategoryHasARetention,
  everyCategoryServesAPurpose,
  noCategoryIsRelaxed,
} from './invariants/categories';
import {
  everyActionIsOpenToSomebody,
  everyClauseCitedStands,
  nothingIsDeclaredTwice,
  theWordsAreWhole,
} from './invariants/declarations';
import {
  everyCategoryNamedIsDeclared,
  noConsentReleasesKeysAddressesOrUsage,
  outsidersNeverReadAllRows,
  productManagementReadsNoSingleCustomer,
  protectedDataHasRows,
  rulesDoNotOverlap,
} from './invariants/rules';
import type { Policy } from './policy';

/** Something that holds of every policy that may come into force. */
export interface Invariant {
  /** The name of its function, such as `partnersStayWithinDepartments`. */
  readonly name: string;
  /** One sentence for each breach; none where it holds. */
  readonly faults: (policy: Policy) => readonly string[];
}

/** Every invariant. A version that breaks one may stand in the list, as the first does, but not come into force again. */
export const INVARIANTS: readonly Invariant[] = [
  nothingIsDeclaredTwice,
  theWordsAreWhole,
  everyClauseCitedStands,
  categoriesFormTrees,
  noCategoryIsRelaxed,
  everyCategoryNamedIsDeclared,
  everyCategoryServesAPurpose,
  everyCategoryHasARetention,
  everyActionIsOpenToSomebody,
  rulesDoNotOverlap,
  protectedDataHasRows,
  productManagementReadsNoSingleCustomer,
  outsidersNeverReadAllRows,
  nobodyReadsWhatIsWithheld,
  noConsentReleasesKeysAddressesOrUsage,
  partnersStayWithinDepartments,
  solicitationIsGrantedNowhere,
].map((faults) => ({ name: faults.name, faults }));

/**
 * The invariants that a policy breaks, one sentence for each breach; empty when it is sound. Checked in the build and
 * before a version becomes active.
 */
export function auditPolicy(policy: Policy): string[] {
  return INVARIANTS.flatMap(({ faults }) => faults(policy));
}
