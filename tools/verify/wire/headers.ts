import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Recorded } from './recorder';

/** Every header that a request may carry. What is not here tells the vendor something that no catalogue speaks of. */
export const HEADERS: readonly string[] = [
  'host',
  'connection',
  'content-type',
  'content-length',
  'content-digest',
  'signature-input',
  'signature',
];

const COVERED = '("content-type" "content-digest")';

function headerOf(request: Recorded, name: string): string {
  return request.headers.find(([given]) => given === name)?.[1] ?? '';
}

/** True where the request is signed, in the one form of docs/protocol.md, by the key that its report names. */
export function signedBy(request: Recorded, publicKey: string): boolean {
  const input = headerOf(request, 'signature-input').replace(/^hearth=/, '');
  const digest = `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`;
  const form =
    /^\("content-type" "content-digest"\);created=\d+;keyid="([\w-]{43})";alg="ed25519";tag="hearth-report"$/;
  if (!input.startsWith(COVERED) || form.exec(input)?.[1] !== publicKey) return false;
  if (headerOf(request, 'content-digest') !== digest) return false;
  const base = [
    `"content-type": ${headerOf(request, 'content-type')}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${input}`,
  ].join('\n');
  const signature = /^hearth=:([A-Za-z0-9+/=]+):$/.exec(headerOf(request, 'signature'))?.[1] ?? '';
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64'));
}

/** What stands in the head of a request that should not: undeclared or doubled headers, another target, the licence key. */
export function faultsOfHead(request: Recorded, licenceKey: string): string[] {
  const faults: string[] = [];
  if (request.requestLine !== 'POST /v1/reports HTTP/1.1') faults.push('the request line is another');
  const names = request.headers.map(([name]) => name);
  for (const name of new Set(names)) {
    if (!HEADERS.includes(name)) faults.push(`the header ${name} is not listed`);
    if (names.indexOf(name) !== names.lastIndexOf(name)) faults.push(`the header ${name} comes twice`);
  }
  if (request.bytes.subarray(0, request.bytes.length - request.body.length).includes(licenceKey))
    faults.push('the licence key stands in the head');
  return faults;
}
