import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

/** An installation's Ed25519 key. */
export interface InstallationKey {
  readonly privateKey: KeyObject;
  /** The 32 raw bytes of the public half in base64url, as reports carry it. */
  readonly publicKey: string;
}

/** Makes a key; it takes a fifth of a millisecond. */
export function makeKey(): InstallationKey {
  return keyOf(generateKeyPairSync('ed25519').privateKey);
}

/** The private half as it is kept: PKCS #8 in base64. */
export function keptForm(key: InstallationKey): string {
  return key.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** Reads what `keptForm` wrote; throws for anything else. */
export function readKey(kept: string): InstallationKey {
  const privateKey = createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('The key is of another kind.');
  return keyOf(privateKey);
}

function keyOf(privateKey: KeyObject): InstallationKey {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('The key has no public half.');
  return { privateKey, publicKey: x };
}
