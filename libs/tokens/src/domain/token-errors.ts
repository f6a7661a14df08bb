/** Why the issuer made no token. */
export type TokenErrorCode =
  | 'AUDIENCE_UNKNOWN'
  | 'PURPOSE_REQUIRED'
  | 'PURPOSE_NOT_ALLOWED'
  | 'SOLICITATION_REFUSED'
  | 'CLIENT_REQUIRED'
  | 'PARTY_REQUIRED'
  | 'PARTY_NOT_ALLOWED'
  | 'CUSTOMER_REQUIRED'
  | 'CUSTOMER_NOT_ALLOWED'
  | 'LIFETIME_OUT_OF_BOUNDS';

/** The issuer refuses to make a token. The message names the field, never its value. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  constructor(
    readonly code: TokenErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Why a reader was not let in. */
export type AuthenticationErrorCode =
  | 'UNAUTHENTICATED'
  | 'PURPOSE_REQUIRED'
  | 'PURPOSE_NOT_IN_TOKEN'
  // What a door decides by cannot be read, so it lets nobody in.
  | 'EVIDENCE_UNAVAILABLE';

/** The reader is not let in. The message holds nothing of the token but, where it is needed, the purposes it allows. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  constructor(
    readonly code: AuthenticationErrorCode,
    message: string,
  ) {
    super(message);
  }
}
