import { AUDIENCES, PURPOSES, type Audience, type Purpose } from '@hearth/policy';
import { newId, type KeyRing } from '@hearth/keys';
import { signUnchecked, TOKEN_AUDIENCE } from '@hearth/tokens';
import type { ScopedClaim } from './expected';
import { SCOPED_PARTIES, type Seeded } from './seed';

/** A reader of the proof: a claim, also one that no issuer would sign, with a token that the doors must judge. */
export interface ProofReader extends ScopedClaim {
  readonly name: string;
  /** Undefined for the public, which comes without a token. */
  readonly token: string | undefined;
}

/** Every audience with every purpose, solicitation too: 169 readers. */
export async function allReaders(keys: KeyRing, issuer: string, seeded: Seeded): Promise<ProofReader[]> {
  const readers: ProofReader[] = [];
  for (const audience of AUDIENCES) {
    for (const purpose of PURPOSES) {
      const party =
        audience === 'partner'
          ? seeded.partner
          : (SCOPED_PARTIES as Readonly<Record<string, string | undefined>>)[audience];
      const token = await signedToken(keys, issuer, {
        audience,
        purpose,
        ...(party === undefined ? {} : { party }),
        ...(audience === 'customer' ? { customer: seeded.mine } : {}),
      });
      readers.push({
        name: `${audience} for ${purpose}`,
        audience,
        purpose,
        token: audience === 'public' && purpose === 'statistics' ? undefined : token,
      });
    }
  }
  return readers;
}

/** Who a token of the proof speaks for. */
export interface TokenClaims {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly client?: string;
  readonly party?: string;
  readonly customer?: string;
}

/** A token with a true signature and whatever claims the proof wants the doors to judge. */
export function signedToken(keys: KeyRing, issuer: string, claims: TokenClaims): Promise<string> {
  const { audience, purpose, client = 'proof', party, customer } = claims;
  const now = Math.floor(Date.now() / 1000);
  return signUnchecked(keys.get('token-signing'), {
    iss: issuer,
    sub: client,
    aud: TOKEN_AUDIENCE,
    client_id: client,
    iat: now,
    exp: now + 7_200,
    jti: newId('tok'),
    audience,
    purposes: [purpose],
    ...(party === undefined ? {} : { party }),
    ...(customer === undefined ? {} : { customer }),
  });
}
