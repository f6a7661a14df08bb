import type { Audience, Policy } from '@hearth/policy';
import { audiencePurposes } from '@hearth/policy';
import type { ClientInput } from './clients';
import { PartnerFault } from './faults';

/** Characters of a client's name. */
export const CLIENT_NAME_MAX = 200;
/** A consented party's id, as consents name it. */
const CONSENTED_PARTY = /^[0-9A-Za-z._:-]{1,40}$/;
const PARTNER_ID = /^par_[A-Za-z0-9_-]{22}$/;
const CUSTOMER_ID = /^cus_[A-Za-z0-9_-]{22}$/;

// Whoever could register approvers would be two persons by itself. The public and installations hold no tokens.
const NOT_REGISTERED: readonly Audience[] = ['approvers', 'public', 'installation'];

/** A client's fields within their bounds and within the policy. Throws PartnerFault BAD_INPUT. */
export function checkClient(input: ClientInput, policy: Policy): ClientInput {
  const name = input.name.trim();
  if (name.length === 0 || name.length > CLIENT_NAME_MAX) {
    throw new PartnerFault('BAD_INPUT', 'name', `1 to ${String(CLIENT_NAME_MAX)} characters`);
  }
  if (NOT_REGISTERED.includes(input.audience)) {
    throw new PartnerFault('BAD_INPUT', 'audience', `any but ${NOT_REGISTERED.join(', ')}`);
  }
  const open = audiencePurposes(policy, input.audience);
  if (input.purposes.length === 0 || !input.purposes.every((purpose) => open.includes(purpose))) {
    throw new PartnerFault('BAD_INPUT', 'purposes', `one or more of ${open.join(', ')}`);
  }
  checkParty(input);
  const isCustomer = input.audience === 'customer';
  if (isCustomer ? !CUSTOMER_ID.test(input.customer ?? '') : input.customer !== null) {
    throw new PartnerFault(
      'BAD_INPUT',
      'customer',
      'the customer’s id for the audience customer, and none else',
    );
  }
  return { ...input, name, purposes: [...new Set(input.purposes)] };
}

function checkParty({ audience, party }: ClientInput): void {
  const fits =
    audience === 'partner'
      ? PARTNER_ID.test(party ?? '')
      : audience === 'consented-party'
        ? CONSENTED_PARTY.test(party ?? '')
        : party === null;
  if (!fits) {
    throw new PartnerFault(
      'BAD_INPUT',
      'party',
      'the partner’s or consented party’s id for these two, and none else',
    );
  }
}
