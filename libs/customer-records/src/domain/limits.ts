// Every limit of the customer records, with its unit, in one place.

/** The most characters of each text that is recorded. Columns are encrypted, so the limits stand here and not in the tables. */
export const TEXT_LENGTH_MAX = {
  externalKey: 64,
  companyName: 200,
  name: 200,
  // The longest address that SMTP can carry (RFC 5321, 4.5.3.1.3, less the angle brackets).
  email: 254,
  role: 100,
  orderNumber: 64,
  edition: 32,
  licenceKey: 64,
} as const;

/** The fewest characters of a licence key: a shorter one could be guessed at the intake's door. */
export const LICENCE_KEY_LENGTH_MIN = 8;

/** The last characters of a licence key that its hint shows. */
export const LICENCE_HINT_LENGTH = 4;

/** The most agreements one customer may have; they are listed whole, not by pages. */
export const AGREEMENTS_PER_CUSTOMER_MAX = 200;

/** The most consents one customer may have given; they are listed whole, not by pages. */
export const CONSENTS_PER_CUSTOMER_MAX = 200;

/** The most references of one customer, in all their versions; they are listed whole, not by pages. */
export const REFERENCES_PER_CUSTOMER_MAX = 200;

/** The most requests of one customer that wait for an answer: a person asks a few things, a program asks without end. */
export const OPEN_REQUESTS_PER_CUSTOMER_MAX = 20;

/** The most characters of what a customer writes: a permission, a request, an answer. Some three pages. */
export const PROSE_LENGTH_MAX = 10_000;

/** The most characters of a quote: a paragraph, as it would stand in print. */
export const QUOTE_LENGTH_MAX = 1_000;

/** The most characters of who is named below a quote. */
export const ATTRIBUTION_LENGTH_MAX = 200;

/** The most characters of an outside party's name in a consent: with its purpose behind it, it still fits a scope. */
export const CONSENT_PARTY_LENGTH_MAX = 40;

/**
 * Days from the receipt of a request to its deadline. The General Data Protection Regulation gives one month (article 12,
 * paragraph 3); a count of days is the same for everybody, and thirty of them exceed a month only across the end of February.
 */
export const REQUEST_DEADLINE_DAYS = 30;

/** The most entitlements one agreement may have: well above the number of metrics that the catalogue declares. */
export const ENTITLEMENTS_PER_AGREEMENT_MAX = 100;

/**
 * The most customers that can be sorted by name in one go. Names are encrypted, so sorting decrypts those of all rows that
 * the filter leaves; beyond this many the reader is asked to narrow the filter.
 */
export const NAME_SORT_CUSTOMERS_MAX = 10_000;

/** The most waiting halves of which a crossing remembers the key: some 30 MB. Those beyond are opened on each run. */
export const WAITING_HALVES_MAX = 200_000;

/** The most sealed halves that the crossing opens between two looks at the inbox. */
export const CROSSING_BATCH = 200;

/** The most customers that one step of publication carries into the usage room. */
export const PUBLICATION_BATCH = 200;

/** Held and refused reports that one replay tries again: each is a request to the intake. */
export const REPLAY_MAX = 1_000;
