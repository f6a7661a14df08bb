import type { KeyObject } from 'node:crypto';
import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { Audience, Purpose, Reader } from '@hearth/policy';
import { PUBLIC_READER } from '@hearth/policy';
import type { TokenClaims } from './token-claims';
import { isWord, readClaims, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_TYPE } from './token-claims';
import { AuthenticationError } from './token-errors';

/** What a verifier is made of. */
export interface VerifierOptions {
  /** The Ed25519 public key (`token-verifying`). */
  readonly verifyingKey: KeyObject;
  /** The `iss` that tokens must name. */
  readonly issuer: string;
  /** The clock, UTC milliseconds. It alone says whether a token has expired, cached or not. */
  readonly now: () => number;
}

/** Whether a token was withdrawn: asked on every call, with what the token says of its holder. */
export type IsRevoked = (
  tokenId: string,
  client: string,
  held: { readonly audience: Audience; readonly party?: string },
) => boolean;

/** Turns the two headers of a request into a reader. */
export interface Verifier {
  /**
   * @param authorization the Authorization header, `Bearer <token>`; absent means the public reader
   * @param purpose the hearth-purpose header; it may be absent where the token has one purpose only
   * @param isRevoked what the door's evidence says; without it no token is known to be revoked
   * @throws AuthenticationError UNAUTHENTICATED, PURPOSE_REQUIRED or PURPOSE_NOT_IN_TOKEN
   */
  verify(
    authorization: string | undefined,
    purpose: string | undefined,
    isRevoked?: IsRevoked,
  ): Promise<Reader>;
}

interface Verified {
  readonly claims: TokenClaims;
  readonly id: string;
  readonly expiresAt: number;
}

/** Verifying a signature costs 300 µs, finding a digest 5: one token is used many times. */
const CACHED_TOKENS_MAX = 10_000;
/** Ours have some 500 characters; what is much longer is not worth hashing. */
const TOKEN_CHARACTERS_MAX = 4_096;
const BEARER = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

const unauthenticated = (): AuthenticationError =>
  new AuthenticationError('UNAUTHENTICATED', 'authorization: not a valid access token');

async function readToken(token: string, o: VerifierOptions): Promise<Verified> {
  const { payload } = await jwtVerify(token, o.verifyingKey, {
    algorithms: [TOKEN_ALGORITHM],
    typ: TOKEN_TYPE,
    issuer: o.issuer,
    audience: TOKEN_AUDIENCE,
    requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti'],
    currentDate: new Date(o.now()),
  }).catch(() => {
    throw unauthenticated();
  });
  const claims = readClaims(payload);
  if (claims === undefined || !isWord(payload.jti) || payload.exp === undefined) throw unauthenticated();
  return { claims, id: payload.jti, expiresAt: payload.exp * 1000 };
}

function choosePurpose(purposes: readonly Purpose[], stated: string | undefined): Purpose {
  if (stated === undefined || stated === '') {
    const only = purposes[0];
    if (only !== undefined && purposes.length === 1) return only;
    throw new AuthenticationError('PURPOSE_REQUIRED', `hearth-purpose: state one of ${purposes.join(', ')}`);
  }
  const chosen = purposes.find((purpose) => purpose === stated);
  if (chosen !== undefined) return chosen;
  throw new AuthenticationError(
    'PURPOSE_NOT_IN_TOKEN',
    `hearth-purpose: the reader may state ${purposes.join(', ')}`,
  );
}

/** The verifier of a door: algorithm, type, issuer and audience are pinned; verified tokens are kept by their digest until they expire. */
export function createVerifier(o: VerifierOptions): Verifier {
  const cache = new Map<string, Verified>();

  async function verified(authorization: string): Promise<Verified> {
    if (authorization.length > TOKEN_CHARACTERS_MAX) throw unauthenticated();
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated();
    const digest = createHash('sha256').update(token).digest('base64');
    const known = cache.get(digest);
    const found = known ?? (await readToken(token, o));
    // A map keeps the order of insertion, so taking out and putting back makes the first key the least recently used.
    cache.delete(digest);
    if (found.expiresAt <= o.now()) throw unauthenticated();
    cache.set(digest, found);
    if (cache.size > CACHED_TOKENS_MAX) {
      const [oldest] = cache.keys();
      if (oldest !== undefined) cache.delete(oldest);
    }
    return found;
  }

  return {
    async verify(authorization, purpose, isRevoked) {
      if (authorization === undefined) {
        return { ...PUBLIC_READER, purpose: choosePurpose(PUBLIC_READER.purposes, purpose) };
      }
      const { claims, id, expiresAt } = await verified(authorization);
      if (isRevoked?.(id, claims.client, claims) === true) throw unauthenticated();
      return { ...claims, purpose: choosePurpose(claims.purposes, purpose), tokenId: id, expiresAt };
    },
  };
}
