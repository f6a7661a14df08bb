import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { newId } from '@hearth/keys';
import type { Policy } from '@hearth/policy';
import { audiencePurposes } from '@hearth/policy';
import type { TokenRequest } from './token-claims';
import {
  isAudience,
  isWord,
  LIFETIME_DEFAULT_SECONDS,
  LIFETIME_MAX_SECONDS,
  OPTIONAL_PARTY_AUDIENCES,
  PARTY_AUDIENCES,
  partyFits,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_TYPE,
} from './token-claims';
import { TokenError } from './token-errors';

/** What an issuer is made of. */
export interface IssuerOptions {
  /** The Ed25519 private key (`token-signing`). */
  readonly signingKey: KeyObject;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The clock, UTC milliseconds. */
  readonly now: () => number;
  /** The policy in force, or how to read it. */
  readonly policy: Policy | (() => Policy | Promise<Policy>);
}

/** A token and what must be known to list and revoke it. */
export interface IssuedToken {
  readonly token: string;
  /** Its `jti`, `tok_…`. */
  readonly id: string;
  /** UTC milliseconds, a whole second. */
  readonly expiresAt: number;
}

/** Makes access tokens (RFC 9068). */
export interface Issuer {
  /** Signs a token. Throws TokenError for a combination that the policy cannot allow. */
  issue(request: TokenRequest): Promise<IssuedToken>;
}

function checkPurposes(request: TokenRequest, policy: Policy): void {
  if (!isAudience(request.audience))
    throw new TokenError('AUDIENCE_UNKNOWN', 'audience: not one of the policy');
  if (request.purposes.length === 0)
    throw new TokenError('PURPOSE_REQUIRED', 'purposes: at least one is needed');
  if (request.purposes.includes('solicitation')) {
    throw new TokenError('SOLICITATION_REFUSED', 'purposes: solicitation is open to nobody');
  }
  const open = audiencePurposes(policy, request.audience);
  const refused = request.purposes.filter((purpose) => !open.includes(purpose));
  if (refused.length > 0) {
    throw new TokenError(
      'PURPOSE_NOT_ALLOWED',
      `purposes: not open to this audience: ${refused.join(', ')}; open: ${open.join(', ') || 'none'}`,
    );
  }
}

function checkIdentity(request: TokenRequest): void {
  const { audience, client, party, customer } = request;
  if (!isWord(client)) throw new TokenError('CLIENT_REQUIRED', 'client: 1 to 64 letters, digits or . _ : -');
  if (PARTY_AUDIENCES.has(audience) ? !isWord(party) : party !== undefined && !isWord(party)) {
    throw new TokenError(
      'PARTY_REQUIRED',
      'party: the audience needs one, 1 to 64 letters, digits or . _ : -',
    );
  }
  if (party !== undefined && !PARTY_AUDIENCES.has(audience) && !OPTIONAL_PARTY_AUDIENCES.has(audience)) {
    throw new TokenError('PARTY_NOT_ALLOWED', 'party: the audience has none');
  }
  if (party !== undefined && !partyFits(audience, party)) {
    throw new TokenError(
      'PARTY_NOT_ALLOWED',
      'party: the id of a partner, an order or a case is for its own audience',
    );
  }
  if (audience === 'customer' && !isWord(customer)) {
    throw new TokenError('CUSTOMER_REQUIRED', 'customer: the audience needs the customer id');
  }
  if (audience !== 'customer' && customer !== undefined) {
    throw new TokenError('CUSTOMER_NOT_ALLOWED', 'customer: only the audience customer has one');
  }
}

function checkedLifetime(seconds: number = LIFETIME_DEFAULT_SECONDS): number {
  if (!Number.isSafeInteger(seconds) || seconds < 1 || seconds > LIFETIME_MAX_SECONDS) {
    throw new TokenError(
      'LIFETIME_OUT_OF_BOUNDS',
      `lifetimeSeconds: a whole number, 1 to ${LIFETIME_MAX_SECONDS}`,
    );
  }
  return seconds;
}

/** The built-in issuer: EdDSA, `typ` at+jwt, one hour unless said otherwise, a day at most. */
export function createIssuer(o: IssuerOptions): Issuer {
  return {
    async issue(request) {
      checkPurposes(request, typeof o.policy === 'function' ? await o.policy() : o.policy);
      checkIdentity(request);
      const lifetime = checkedLifetime(request.lifetimeSeconds);
      const issuedAt = Math.floor(o.now() / 1000);
      const id = newId('tok');
      const token = await new SignJWT({
        client_id: request.client,
        audience: request.audience,
        purposes: [...new Set(request.purposes)],
        ...(request.party === undefined ? {} : { party: request.party }),
        ...(request.customer === undefined ? {} : { customer: request.customer }),
      })
        .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: TOKEN_TYPE })
        .setIssuer(o.issuer)
        .setSubject(request.customer ?? request.party ?? request.client)
        .setAudience(TOKEN_AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetime)
        .setJti(id)
        .sign(o.signingKey);
      return { token, id, expiresAt: (issuedAt + lifetime) * 1000 };
    },
  };
}
