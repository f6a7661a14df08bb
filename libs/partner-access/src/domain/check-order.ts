import type { Category, Policy } from '@hearth/policy';
import { decide } from '@hearth/policy';
import type { CourtOrderInput } from './court-orders';
import { PartnerFault } from './faults';

/** Persons of one order. */
export const ORDER_PERSONS_MAX = 20;
/** Customers of one order: with the categories no more scopes than one transaction writes in about a second. */
export const ORDER_CUSTOMERS_MAX = 200;
/** A year: an order that runs longer is opened again. */
export const ORDER_DAYS_MAX = 366;
/** Ten years: the longest that a read may stay sealed from its subject. */
export const SEAL_DAYS_MAX = 3_653;

const DAY_MS = 86_400_000;
const CLIENT_ID = /^cli_[A-Za-z0-9_-]{22}$/;
const CUSTOMER_ID = /^cus_[A-Za-z0-9_-]{22}$/;
// A docket number, such as 4:26-CV-01234: with digits, without spaces, and never five letters in a row, so that no name of a
// person or company fits in where everything else of an order is ids.
const CASE_REFERENCE = /^(?=.*\d)(?!.*[A-Za-z]{5})[0-9A-Za-z][0-9A-Za-z./:-]{0,39}$/;

/** An order's fields within their bounds, and within what the policy opens to court orders. Throws PartnerFault BAD_INPUT. */
export function checkOrder(input: CourtOrderInput, policy: Policy, at: number): CourtOrderInput {
  if (!CASE_REFERENCE.test(input.caseReference)) {
    throw new PartnerFault(
      'BAD_INPUT',
      'caseReference',
      'the court’s number, without names: digits, few letters, . / : -',
    );
  }
  const persons = ids(input.persons, 'persons', CLIENT_ID, ORDER_PERSONS_MAX);
  const customers = ids(input.customers, 'customers', CUSTOMER_ID, ORDER_CUSTOMERS_MAX);
  const categories = [...new Set(input.categories)].sort();
  if (categories.length === 0) throw new PartnerFault('BAD_INPUT', 'categories', 'one or more');
  demandCategories(categories, policy);
  demandTimes(input, at);
  return { ...input, persons, customers, categories };
}

/** What an order names must be open to court orders, by customer, under the policy in force. Throws PartnerFault BAD_INPUT. */
export function demandCategories(categories: readonly Category[], policy: Policy): void {
  const claim = { audience: 'court-order', purpose: 'legal-order' } as const;
  const open = (category: Category): boolean => {
    const decision = decide(policy, claim, category);
    return decision.allowed && decision.rows !== 'none';
  };
  if (!categories.every(open)) {
    throw new PartnerFault(
      'BAD_INPUT',
      'categories',
      'those that the policy opens to court orders, by their keys',
    );
  }
}

function demandTimes({ fromAt, untilAt, sealedUntil }: CourtOrderInput, at: number): void {
  if (untilAt <= fromAt || untilAt <= at)
    throw new PartnerFault('BAD_INPUT', 'until', 'later than from, and than now');
  if (untilAt - fromAt > ORDER_DAYS_MAX * DAY_MS) {
    throw new PartnerFault('BAD_INPUT', 'until', `at most ${String(ORDER_DAYS_MAX)} days after from`);
  }
  if (sealedUntil !== null && (sealedUntil <= fromAt || sealedUntil - fromAt > SEAL_DAYS_MAX * DAY_MS)) {
    throw new PartnerFault(
      'BAD_INPUT',
      'sealedUntil',
      `later than from, by ${String(SEAL_DAYS_MAX)} days at most`,
    );
  }
}

function ids(list: readonly string[], field: string, form: RegExp, most: number): readonly string[] {
  const unique = [...new Set(list)].sort();
  if (unique.length === 0 || unique.length > most || !unique.every((one) => form.test(one))) {
    throw new PartnerFault('BAD_INPUT', field, `1 to ${String(most)} different ids`);
  }
  return unique;
}
