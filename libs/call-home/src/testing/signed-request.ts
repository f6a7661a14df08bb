import { createHash, createPublicKey, verify } from 'node:crypto';

/** A signature as it is read out of its headers, by the grammar of RFC 9421 and not by the one form of ours. */
export interface ReadSignature {
  readonly covered: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly base: string;
}

/** Reads `Signature-Input`, and puts together from the headers what was signed; undefined where something is missing. */
export function readSignature(headers: Readonly<Record<string, string>>): ReadSignature | undefined {
  const input = /^hearth=(\(([^)]*)\)(.*))$/.exec(headers['signature-input'] ?? '');
  if (!input) return undefined;
  const [, whole = '', list = '', rest = ''] = input;
  const covered = [...list.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
  const parameters = Object.fromEntries(
    [...rest.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g)].map(([, name = '', text, number]) => [
      name,
      text ?? number ?? '',
    ]),
  );
  if (covered.some((name) => headers[name] === undefined)) return undefined;
  const lines = [
    ...covered.map((name) => `"${name}": ${headers[name] ?? ''}`),
    `"@signature-params": ${whole}`,
  ];
  return { covered, parameters, base: lines.join('\n') };
}

/** Whether the request is signed as docs/protocol.md asks, by the key that it names. */
export function isRightlySigned(headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  const read = readSignature(headers);
  const signature = /^hearth=:([A-Za-z0-9+/]*={0,2}):$/.exec(headers['signature'] ?? '')?.[1];
  if (!read || signature === undefined) return false;
  const { keyid = '', alg, tag } = read.parameters;
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  if (read.covered.join(' ') !== 'content-type content-digest' || headers['content-digest'] !== digest)
    return false;
  if (alg !== 'ed25519' || tag !== 'hearth-report' || Buffer.from(keyid, 'base64url').length !== 32)
    return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: keyid }, format: 'jwk' });
  return verify(null, Buffer.from(read.base), key, Buffer.from(signature, 'base64'));
}
