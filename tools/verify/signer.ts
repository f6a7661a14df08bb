import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** The headers of a signed request, in their order. */
export type SignedHeaders = readonly (readonly [name: string, value: string])[];

/** An installation with a key. */
export interface Signer {
  /** In base64url, as it travels. */
  readonly publicKey: string;
  /** The headers of a request, signed as docs/protocol.md says. */
  headers(body: string | Buffer, type?: string): SignedHeaders;
}

/** A signer with a key of its own. */
export function freshSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x as string;
  return {
    publicKey: key,
    headers: (body, type = 'application/json') => {
      const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
      const params = `("content-type" "content-digest");created=1764043200;keyid="${key}";alg="ed25519";tag="hearth-report"`;
      const base = `"content-type": ${type}\n"content-digest": ${digest}\n"@signature-params": ${params}`;
      return [
        ['content-type', type],
        ['content-digest', digest],
        ['signature-input', `hearth=${params}`],
        ['signature', `hearth=:${sign(null, Buffer.from(base, 'latin1'), privateKey).toString('base64')}:`],
      ];
    },
  };
}
