import { isCountryCode } from './countries';
import { dayFault } from './days';
import { RecordsFault } from './faults';
import { isIndustry } from './industries';
import { ENTITLEMENTS_PER_AGREEMENT_MAX, LICENCE_KEY_LENGTH_MIN, TEXT_LENGTH_MAX } from './limits';
import { isDeclaredMetric } from './metrics';
import type { EntitlementRecord, InstallationConfirmation } from './records';
import type { SizeBand } from './size-bands';

/** A customer as a system of the vendor knows it. A field left out is recorded as empty. */
export interface CustomerInput {
  readonly externalKey: string;
  readonly companyName: string;
  readonly industry?: string;
  readonly country?: string;
  readonly sizeBand?: SizeBand;
}

export interface ContactInput {
  /** The id of a customer that the same client recorded. */
  readonly customer: string;
  readonly externalKey: string;
  readonly name: string;
  readonly email: string;
  readonly role?: string;
}

export interface AgreementInput {
  readonly customer: string;
  readonly externalKey: string;
  readonly orderNumber: string;
  readonly edition: string;
  /** First day of validity, `YYYY-MM-DD`, UTC. */
  readonly startsOn: string;
  /** Last day of validity; left out where the agreement has no end. */
  readonly endsOn?: string;
  readonly licenceKey: string;
  readonly installationConfirmation: InstallationConfirmation;
  readonly entitlements: readonly EntitlementRecord[];
}

type TextField = keyof typeof TEXT_LENGTH_MAX;

const INT64_MAX = 2n ** 63n - 1n;
const TOLERANCE_PERCENT_MAX = 100;
// Deliberately loose: whether an address works, only sending to it tells.
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u;
const EDITION = /^[A-Za-z0-9][A-Za-z0-9 ._-]*$/;
// What the intake's door takes in a report: a key that it refuses could never be reported under.
const LICENCE_KEY = /^[A-Za-z0-9-]+$/;

function bad(field: string, expectation: string): never {
  throw new RecordsFault('BAD_INPUT', field, expectation);
}

/** The text without outer white space: not empty, not over the field's limit, no control characters. */
function text(field: TextField, value: string): string {
  const trimmed = value.trim();
  if (trimmed === '') bad(field, 'must not be empty');
  if (trimmed.length > TEXT_LENGTH_MAX[field]) bad(field, `at most ${TEXT_LENGTH_MAX[field]} characters`);
  // Half a surrogate pair would come back from the database as another text than went in.
  if (/[\p{Cc}\p{Cs}]/u.test(trimmed)) bad(field, 'no control characters and no half characters');
  return trimmed;
}

function matching(field: TextField, value: string, pattern: RegExp, expectation: string): string {
  const trimmed = text(field, value);
  return pattern.test(trimmed) ? trimmed : bad(field, expectation);
}

/** Checks a customer whole; throws RecordsFault BAD_INPUT naming the first field at fault. */
export function checkCustomer(input: CustomerInput): CustomerInput {
  if (input.industry !== undefined && !isIndustry(input.industry)) {
    bad('industry', 'a three-digit NAICS 2017 code');
  }
  if (input.country !== undefined && !isCountryCode(input.country)) {
    bad('country', 'an ISO 3166-1 alpha-2 code in capitals');
  }
  return {
    ...input,
    externalKey: text('externalKey', input.externalKey),
    companyName: text('companyName', input.companyName),
  };
}

/** Checks a contact whole; throws RecordsFault BAD_INPUT naming the first field at fault. */
export function checkContact(input: ContactInput): ContactInput {
  return {
    customer: input.customer,
    externalKey: text('externalKey', input.externalKey),
    name: text('name', input.name),
    email: matching('email', input.email, EMAIL, 'an email address'),
    ...(input.role === undefined ? {} : { role: text('role', input.role) }),
  };
}

/** Checks an agreement whole; throws RecordsFault BAD_INPUT naming the first field at fault. */
export function checkAgreement(input: AgreementInput): AgreementInput {
  const licenceKey = matching('licenceKey', input.licenceKey, LICENCE_KEY, 'letters, digits and hyphens');
  if (licenceKey.length < LICENCE_KEY_LENGTH_MIN) {
    bad('licenceKey', `at least ${LICENCE_KEY_LENGTH_MIN} characters`);
  }
  const startFault = dayFault(input.startsOn);
  if (startFault !== undefined) bad('startsOn', startFault);
  if (input.endsOn !== undefined) {
    const endFault = dayFault(input.endsOn);
    if (endFault !== undefined) bad('endsOn', endFault);
    if (input.endsOn < input.startsOn) bad('endsOn', 'not before startsOn');
  }
  return {
    ...input,
    externalKey: text('externalKey', input.externalKey),
    orderNumber: text('orderNumber', input.orderNumber),
    edition: matching(
      'edition',
      input.edition,
      EDITION,
      'letters, digits, spaces, dots, underscores and hyphens',
    ),
    licenceKey,
    entitlements: checkEntitlements(input.entitlements),
  };
}

function checkEntitlements(entitlements: readonly EntitlementRecord[]): readonly EntitlementRecord[] {
  if (entitlements.length > ENTITLEMENTS_PER_AGREEMENT_MAX) {
    bad('entitlements', `at most ${ENTITLEMENTS_PER_AGREEMENT_MAX}`);
  }
  const seen = new Set<string>();
  entitlements.forEach(({ metric, limit, tolerancePercent }, index) => {
    const field = (name: string) => `entitlements[${index}].${name}`;
    if (!isDeclaredMetric(metric)) bad(field('metric'), 'a metric that the catalogue declares');
    if (seen.has(metric)) bad(field('metric'), 'each metric once');
    seen.add(metric);
    if (limit < 0n || limit > INT64_MAX) bad(field('limit'), 'from 0 to 9223372036854775807');
    if (
      !Number.isInteger(tolerancePercent) ||
      tolerancePercent < 0 ||
      tolerancePercent > TOLERANCE_PERCENT_MAX
    ) {
      bad(field('tolerancePercent'), `a whole number from 0 to ${TOLERANCE_PERCENT_MAX}`);
    }
  });
  return entitlements;
}
