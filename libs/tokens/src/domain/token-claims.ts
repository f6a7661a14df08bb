import type { Audience, Purpose } from '@hearth/policy';
import { AUDIENCES, PURPOSES } from '@hearth/policy';

/** The `aud` of every token: the platform, whichever door is asked. */
export const TOKEN_AUDIENCE = 'hearth';
/** RFC 9068: what is not an access token is not taken for one. */
export const TOKEN_TYPE = 'at+jwt';
/** The one algorithm. It is pinned on both sides, so that a token cannot choose. */
export const TOKEN_ALGORITHM = 'EdDSA';
/** One hour: a token that leaks is soon worth nothing, and a day's work needs few. */
export const LIFETIME_DEFAULT_SECONDS = 3_600;
/** One day: what is revoked need be remembered no longer than this. */
export const LIFETIME_MAX_SECONDS = 86_400;

/** What is asked of the issuer. */
export interface TokenRequest {
  readonly audience: Audience;
  /** One at least, each open to the audience under the policy. */
  readonly purposes: readonly Purpose[];
  /** Who holds the token: a client id, 1 to 64 characters of `[0-9A-Za-z._:-]`. */
  readonly client: string;
  /** The partner, order or consented party that scopes the rows: for those three audiences, required; for privacy-office, its case. */
  readonly party?: string;
  /** The customer that the reader is: for audience customer alone, required. */
  readonly customer?: string;
  /** Seconds, 1 to 86 400; an hour when absent. */
  readonly lifetimeSeconds?: number;
}

/** The private claims of a token, read and checked. */
export interface TokenClaims {
  readonly audience: Audience;
  readonly purposes: readonly Purpose[];
  readonly client: string;
  readonly party?: string;
  readonly customer?: string;
}

const WORD = /^[0-9A-Za-z._:-]{1,64}$/;
const AUDIENCE_SET: ReadonlySet<unknown> = new Set(AUDIENCES);
const PURPOSE_SET: ReadonlySet<unknown> = new Set(PURPOSES);

/** Audiences whose rows hang on a party: without one, nobody could say which rows. */
export const PARTY_AUDIENCES: ReadonlySet<Audience> = new Set<Audience>([
  'partner',
  'court-order',
  'consented-party',
]);
/** A department may act for a case; everybody else has no party. */
export const OPTIONAL_PARTY_AUDIENCES: ReadonlySet<Audience> = new Set<Audience>(['privacy-office']);

// Ids of Hearth's own by which rows are opened, and the one audience that each is for: were a publication to come under the id
// of a case, it would find the rows of that case.
const PARTY_PREFIXES: Readonly<Record<string, Audience>> = {
  par: 'partner',
  ord: 'court-order',
  req: 'privacy-office',
};

/** Whether a party may be that of an audience: an id of a partner, an order or a case is nobody else's. */
export function partyFits(audience: Audience, party: string): boolean {
  const [prefix = ''] = party.split('_', 1);
  const owner =
    party.includes('_') && Object.hasOwn(PARTY_PREFIXES, prefix) ? PARTY_PREFIXES[prefix] : undefined;
  return owner === undefined || owner === audience;
}

export const isAudience = (value: unknown): value is Audience => AUDIENCE_SET.has(value);
export const isPurpose = (value: unknown): value is Purpose => PURPOSE_SET.has(value);
export const isWord = (value: unknown): value is string => typeof value === 'string' && WORD.test(value);

/** Reads the claims of a verified payload by picking them; undefined where one is missing, malformed or out of place. */
export function readClaims(payload: Readonly<Record<string, unknown>>): TokenClaims | undefined {
  const { audience, purposes, client_id: client, party, customer } = payload;
  if (!isAudience(audience) || !isWord(client)) return undefined;
  if (!Array.isArray(purposes) || purposes.length === 0 || !purposes.every(isPurpose)) return undefined;
  if (party !== undefined && !isWord(party)) return undefined;
  if (customer !== undefined && !isWord(customer)) return undefined;
  if (PARTY_AUDIENCES.has(audience) && party === undefined) return undefined;
  if (party !== undefined && !partyFits(audience, party)) return undefined;
  if ((audience === 'customer') !== (customer !== undefined)) return undefined;
  return {
    audience,
    purposes: [...new Set(purposes)],
    client,
    ...(party === undefined ? {} : { party }),
    ...(customer === undefined ? {} : { customer }),
  };
}
