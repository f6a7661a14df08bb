import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** An installation's key pair. */
export interface TestSigner {
  readonly privateKey: KeyObject;
  /** In base64url, as it travels. */
  readonly publicKey: string;
}

/** A key pair of nobody else. */
export function freshSigner(): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x as string };
}

/** The headers of a request as docs/protocol.md has it signed, written down a second time and apart from the door's own. */
export function signedHeaders(
  { privateKey, publicKey }: TestSigner,
  body: string | Buffer,
  contentType = 'application/json',
  created = 1_764_043_200,
): Record<'content-type' | 'content-digest' | 'signature-input' | 'signature', string> {
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const params = `("content-type" "content-digest");created=${created};keyid="${publicKey}";alg="ed25519";tag="hearth-report"`;
  const base = [
    `"content-type": ${contentType}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${params}`,
  ].join('\n');
  return {
    'content-type': contentType,
    'content-digest': digest,
    'signature-input': `hearth=${params}`,
    signature: `hearth=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
  };
}
