import type { Category } from '@hearth/policy';
import { CONSENT_PARTY_LENGTH_MAX, PROSE_LENGTH_MAX } from './limits';
import { badInput, prose } from './prose';

/** What a customer can permit an outside party to do. */
export const CONSENT_PURPOSES = ['publication', 'analysis'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/**
 * What a consent can open: never a key, an address or usage. That the company is a customer at all goes with each of them and
 * is no field of its own.
 */
export const CONSENT_CATEGORIES = [
  'company',
  'company.name',
  'company.demographic',
  'user.name',
  'user.contact',
  'user.contact.email',
  'user.job_title',
] as const satisfies readonly Category[];
export type ConsentCategory = (typeof CONSENT_CATEGORIES)[number];

/** A permission as a customer gives it. Instants are UTC milliseconds. */
export interface ConsentInput {
  readonly party: string;
  readonly purpose: ConsentPurpose;
  readonly categories: readonly string[];
  /** When it begins; at once where absent. */
  readonly from?: number;
  /** When it ends; never by itself where absent. */
  readonly until?: number;
  readonly text: string;
}

export interface CheckedConsent extends ConsentInput {
  readonly categories: readonly ConsentCategory[];
  readonly from: number;
}

/** A consent as a reader sees it. */
export interface ConsentRecord {
  readonly id: string;
  readonly customer: string;
  readonly party: string;
  readonly purpose: ConsentPurpose;
  readonly categories: readonly string[];
  readonly from: number;
  readonly until: number | null;
  readonly grantedAt: number;
  readonly withdrawnAt: number | null;
  readonly text: string | null;
}

const PARTY = /^[0-9A-Za-z._:-]+$/;
// Partners, orders and cases are parties too: nobody may consent to one of them under its own name.
const TAKEN = /^(par|ord|req)_/;

const isConsentCategory = (value: string): value is ConsentCategory =>
  CONSENT_CATEGORIES.some((category) => category === value);

/** Checks a consent whole; throws RecordsFault BAD_INPUT naming the first field at fault. */
export function checkConsent(input: ConsentInput, now: number): CheckedConsent {
  const { party, until } = input;
  if (!PARTY.test(party)) badInput('party', 'letters, digits, dots, colons, underscores and hyphens');
  if (party.length > CONSENT_PARTY_LENGTH_MAX)
    badInput('party', `at most ${CONSENT_PARTY_LENGTH_MAX} characters`);
  if (TAKEN.test(party)) badInput('party', 'an outside party, not a partner, an order or a request');
  if (input.categories.length === 0) badInput('categories', 'one at least');
  const categories = [...new Set(input.categories)].map((category, index) =>
    isConsentCategory(category)
      ? category
      : badInput(`categories[${index}]`, `one of ${CONSENT_CATEGORIES.join(', ')}`),
  );
  const from = input.from ?? now;
  if (until !== undefined && until <= now) badInput('until', 'later than now');
  if (until !== undefined && until <= from) badInput('until', 'later than from');
  return { ...input, categories, from, text: prose('text', input.text, PROSE_LENGTH_MAX) };
}

/** What of a consent decides which scopes stand. */
export type ConsentTerm = Pick<
  ConsentRecord,
  'party' | 'purpose' | 'categories' | 'from' | 'until' | 'withdrawnAt'
>;

/** A row of the scope table that consents give: until an instant, or without end. */
export interface ConsentScope {
  readonly party: string;
  readonly category: string;
  readonly until: number | null;
}

/** The scopes that are open at an instant: of several consents to one party, the union, each field until the last one ends. */
export function consentScopes(consents: readonly ConsentTerm[], now: number): readonly ConsentScope[] {
  const open = new Map<string, ConsentScope>();
  for (const consent of consents) {
    if (consent.withdrawnAt !== null || consent.from > now) continue;
    if (consent.until !== null && consent.until <= now) continue;
    const party = `${consent.party}/${consent.purpose}`;
    for (const category of consent.categories) {
      const key = `${party} ${category}`;
      open.set(key, { party, category, until: later(open.get(key), consent.until) });
    }
  }
  return [...open.values()];
}

function later(standing: ConsentScope | undefined, until: number | null): number | null {
  if (standing === undefined) return until;
  return standing.until === null || until === null ? null : Math.max(standing.until, until);
}
