import type { KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { SignJWT } from 'jose';
import { TOKEN_ALGORITHM, TOKEN_TYPE } from '../domain/token-claims';

/**
 * For proofs only: signs any claim set, also what no issuer would, so that a test can show that the doors refuse it on
 * their own evidence. No application wires it.
 */
export function signUnchecked(
  signingKey: KeyObject,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: TOKEN_TYPE, ...header })
    .sign(signingKey);
}
