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
  /** What it holds a policy to, in a sentence. */
  readonly says: string;
  /** One sentence for each breach; none where it holds. */
  readonly faults: (policy: Policy) => readonly string[];
}

/** Every invariant. A version that breaks one may stand in the list, as the first does, but not come into force again. */
export const INVARIANTS: readonly Invariant[] = [
  invariant(nothingIsDeclaredTwice, 'Each word of the policy is declared once.'),
  invariant(
    theWordsAreWhole,
    'Every clause stands, and every audience and purpose is described; every audience has a rule.',
  ),
  invariant(everyClauseCitedStands, 'Whatever cites a clause cites one that the policy holds.'),
  invariant(
    categoriesFormTrees,
    'Each category is named after its parent, and a parent is as strict as the strictest below it.',
  ),
  invariant(noCategoryIsRelaxed, 'No category is handled less carefully than this software handles it.'),
  invariant(everyCategoryNamedIsDeclared, 'Rules and refusals name declared categories.'),
  invariant(everyCategoryServesAPurpose, 'Every category serves a purpose.'),
  invariant(everyCategoryHasARetention, 'Every category is kept for a declared time.'),
  invariant(everyActionIsOpenToSomebody, 'Every action is known, and open to somebody.'),
  invariant(rulesDoNotOverlap, 'No two rules of one audience and purpose cover one category.'),
  invariant(
    protectedDataHasRows,
    'What concerns one customer is read of certain customers, never of none in particular.',
  ),
  invariant(productManagementReadsNoSingleCustomer, 'Product management reads nothing of a single customer.'),
  invariant(outsidersNeverReadAllRows, 'Nobody outside reads protected data of all customers.'),
  invariant(
    nobodyReadsWhatIsWithheld,
    'No key or address goes to a partner; no key, address or usage to a party with consent; no exact statistics outside; nothing of one customer to the public or to staff who work without sight of customers.',
  ),
  invariant(
    noConsentReleasesKeysAddressesOrUsage,
    'No rule lets a consent release a licence key, a network address or usage.',
  ),
  invariant(
    partnersStayWithinDepartments,
    'A partner has nothing that the department of the like purpose lacks, and of protected data its own customers alone.',
  ),
  invariant(solicitationIsGrantedNowhere, 'Solicitation is in no rule, and refused wherever it is asked.'),
];

/**
 * The invariants that a policy breaks, one sentence for each breach; empty when it is sound. Checked in the build and
 * before a version becomes active.
 */
export function auditPolicy(policy: Policy): string[] {
  return INVARIANTS.flatMap(({ faults }) => faults(policy));
}

function invariant(faults: Invariant['faults'], says: string): Invariant {
  return { name: faults.name, says, faults };
}
