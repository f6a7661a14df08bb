import { createHash, createPrivateKey, createPublicKey, sign as signBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a private key of Ed25519 is wrapped in before its 32 bytes (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key pair for tests. Its private half is published with the vectors, so it guards nothing. */
export interface TestKey {
  readonly seed: string;
  readonly publicKey: string;
}

/** The parts of a signature; each may be set apart from what is right, to make one that is wrong. */
export interface SignatureParts {
  readonly contentType: string;
  readonly body: Buffer;
  readonly created: number;
  readonly keyId: string;
  readonly tag: string;
  /** Names of the headers that are signed, in order; both of them by default. */
  readonly covered?: readonly ('content-type' | 'content-digest')[];
}

/** A signed request, with the steps that lead to it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly signatureBase: string;
}

export const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

export const contentDigest = (body: Buffer): string => `sha-256=:${sha256(body).toString('base64')}:`;

export function privateKeyOf(seed: string): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, Buffer.from(seed, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });
}

/** The public half as reports carry it. */
export function publicKeyOf(seed: string): string {
  const { x } = createPublicKey(privateKeyOf(seed)).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('The seed makes no Ed25519 key.');
  return x;
}

/** Signs a request as docs/protocol.md says. */
export function signRequest(parts: SignatureParts, seed: string): SignedRequest {
  const values = { 'content-type': parts.contentType, 'content-digest': contentDigest(parts.body) };
  const covered = parts.covered ?? ['content-type', 'content-digest'];
  const names = covered.map((name) => `"${name}"`).join(' ');
  const parameters = `(${names});created=${parts.created};keyid="${parts.keyId}";alg="ed25519";tag="${parts.tag}"`;
  const signatureBase = [
    ...covered.map((name) => `"${name}": ${values[name]}`),
    `"@signature-params": ${parameters}`,
  ].join('\n');
  const signature = signBytes(null, Buffer.from(signatureBase), privateKeyOf(seed)).toString('base64');
  return {
    headers: {
      ...values,
      'signature-input': `hearth=${parameters}`,
      signature: `hearth=:${signature}:`,
    },
    signatureBase,
  };
}
