import { PartnerFault } from './faults';
import type { AssignmentInput, PartnerInput } from './partner-records';

/** Characters of a vendor system's own key. */
export const EXTERNAL_KEY_MAX = 64;
/** Characters of a partner's name. */
export const PARTNER_NAME_MAX = 200;
/** Customers in one assignment: as many as one transaction writes in well under a second. */
export const CUSTOMERS_PER_ASSIGNMENT_MAX = 1_000;

const PARTNER_ID = /^par_[A-Za-z0-9_-]{22}$/;
const CUSTOMER_ID = /^cus_[A-Za-z0-9_-]{22}$/;

/** A partner's fields, trimmed and within their bounds. Throws PartnerFault BAD_INPUT. */
export function checkPartner(input: PartnerInput): PartnerInput {
  return {
    externalKey: text(input.externalKey, 'externalKey', EXTERNAL_KEY_MAX),
    name: text(input.name, 'name', PARTNER_NAME_MAX),
    contractEndsOn: input.contractEndsOn,
  };
}

/** An assignment with ids that can be ids, each customer once. Throws PartnerFault BAD_INPUT or NOT_FOUND. */
export function checkAssignment(input: AssignmentInput): AssignmentInput {
  // What cannot be an id is not there: told in the same words as an id that is not.
  if (!PARTNER_ID.test(input.partner)) throw partnerNotFound();
  const customers = [...new Set(input.customers)].sort();
  if (customers.length === 0 || customers.length > CUSTOMERS_PER_ASSIGNMENT_MAX) {
    const most = String(CUSTOMERS_PER_ASSIGNMENT_MAX);
    throw new PartnerFault('BAD_INPUT', 'customers', `1 to ${most} different ids`);
  }
  if (!customers.every((id) => CUSTOMER_ID.test(id))) {
    throw new PartnerFault('BAD_INPUT', 'customers', 'ids of customers, cus_ and 22 characters');
  }
  if (input.endsOn !== null && input.endsOn < input.startsOn) {
    throw new PartnerFault('BAD_INPUT', 'until', 'no earlier than from');
  }
  return { ...input, customers };
}

/** The answer about a partner that is not there, or is not the caller's own. */
export function partnerNotFound(): PartnerFault {
  return new PartnerFault('NOT_FOUND', 'partner', 'no partner that this client has registered');
}

/** The answer about customers of which one is not there, or is not the caller's own. */
export function customersNotFound(): PartnerFault {
  return new PartnerFault('NOT_FOUND', 'customers', 'one is no customer that this client has recorded');
}

function text(value: string, field: string, most: number): string {
  const trimmed = value.trim();
  if (trimmed.length === 0 || trimmed.length > most) {
    throw new PartnerFault('BAD_INPUT', field, `1 to ${String(most)} characters`);
  }
  return trimmed;
}
