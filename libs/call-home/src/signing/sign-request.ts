import { createHash, sign } from 'node:crypto';
import type { InstallationKey } from './installation-key';

/** What the protocol takes: one report, or one a line. */
export type ContentType = 'application/json' | 'application/x-ndjson';

/** The headers that say what a body is and, where there is a key, who vouches for it. */
export type SignedHeaders = Readonly<Record<string, string>>;

/**
 * Signs a request as RFC 9421 and RFC 9530 say, in the one form that the protocol knows.
 *
 * @param body the body as it is sent.
 * @param now UTC milliseconds: when it is sent, which may be long after what it tells of.
 */
export function signRequest(
  body: Buffer,
  contentType: ContentType,
  now: number,
  key: InstallationKey | undefined,
): SignedHeaders {
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const plain = { 'content-type': contentType, 'content-digest': digest };
  if (!key) return plain;
  const created = Math.floor(now / 1000);
  const parameters = `("content-type" "content-digest");created=${created};keyid="${key.publicKey}";alg="ed25519";tag="hearth-report"`;
  const base = [
    `"content-type": ${contentType}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  const signature = sign(null, Buffer.from(base, 'utf8'), key.privateKey).toString('base64');
  return { ...plain, 'signature-input': `hearth=${parameters}`, signature: `hearth=:${signature}:` };
}
