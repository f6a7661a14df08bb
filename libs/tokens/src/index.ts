// The front door of @hearth/tokens: named exports only.
export { AuthenticationError, TokenError } from './domain/token-errors';
export type { AuthenticationErrorCode, TokenErrorCode } from './domain/token-errors';
export { LIFETIME_DEFAULT_SECONDS, LIFETIME_MAX_SECONDS, TOKEN_AUDIENCE } from './domain/token-claims';
export type { TokenRequest } from './domain/token-claims';
export { createIssuer } from './domain/issuer';
export type { IssuedToken, Issuer, IssuerOptions } from './domain/issuer';
export { createVerifier } from './domain/verifier';
export type { IsRevoked, Verifier, VerifierOptions } from './domain/verifier';
export { signUnchecked } from './testing/sign-unchecked';
