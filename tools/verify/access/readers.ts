import { AUDIENCES, PURPOSES, type Claim } from '@hearth/policy';
import type { KeyRing } from '@hearth/keys';
import { signUnchecked, TOKEN_AUDIENCE } from '@hearth/tokens';
import { SCOPED_PARTIES, type Seeded } from './seed';

/** A reader of the proof: a claim, also one that no issuer would sign, with a token that the doors must judge. */
export interface ProofReader extends Claim {
  readonly name: string;
  /** Undefined for the public, which comes without a token. */
  readonly token: string | undefined;
}

/** Every audience with every purpose, solicitation too: 169 readers. */
export async function allReaders(keys: KeyRing, issuer: string, seeded: Seeded): Promise<ProofReader[]> {
  const readers: ProofReader[] = [];
  const now = Math.floor(Date.now() / 1000);
  for (const audience of AUDIENCES) {
    for (const purpose of PURPOSES) {
      const party =
        audience === 'partner'
          ? seeded.partner
          : (SCOPED_PARTIES as Readonly<Record<string, string | undefined>>)[audience];
      const token = await signUnchecked(keys.get('token-signing'), {
        iss: issuer,
        sub: 'proof',
        aud: TOKEN_AUDIENCE,
        client_id: 'proof',
        iat: now,
        exp: now + 7_200,
        jti: `tok_${audience}.${purpose}`,
        audience,
        purposes: [purpose],
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
