import { gzipSync } from 'node:zlib';
import { KEY, OTHER_KEY, REPORTS } from './samples';
import type { SignatureParts } from './sign';
import { contentDigest, signRequest } from './sign';

type Headers = Readonly<Record<string, string>>;

/** A request that a client must make byte for byte, and a server must take. */
export interface SignedVector {
  readonly name: string;
  readonly seed: string;
  readonly publicKey: string;
  readonly created: number;
  readonly contentType: string;
  /** `gzip` where the body is packed. */
  readonly contentEncoding?: string;
  /** In base64: the body as it is sent. */
  readonly body: string;
  readonly headers: Headers;
  readonly signatureBase: string;
}

/** A request that a server must answer with 401 `BAD_SIGNATURE`. */
export interface BadSignatureVector {
  readonly name: string;
  readonly headers: Headers;
  readonly body: string;
}

const CREATED = 1_764_043_200;
const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';
const TAG = 'hearth-report';

/** Stored rather than compressed, and without the name of a system: so that each version of zlib writes the same bytes. */
function packed(body: Buffer): Buffer {
  const bytes = gzipSync(body, { level: 0 });
  bytes[8] = 0;
  bytes[9] = 255;
  return bytes;
}

const single = Buffer.from(REPORTS[0] ?? '');
const lines = Buffer.from(REPORTS.map((text) => `${text}\n`).join(''));

function signed(name: string, contentType: string, body: Buffer, contentEncoding?: 'gzip'): SignedVector {
  const made = signRequest({ contentType, body, created: CREATED, keyId: KEY.publicKey, tag: TAG }, KEY.seed);
  const encoding = contentEncoding === undefined ? {} : { 'content-encoding': contentEncoding };
  return {
    name,
    ...KEY,
    created: CREATED,
    contentType,
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    body: body.toString('base64'),
    headers: { ...encoding, ...made.headers },
    signatureBase: made.signatureBase,
  };
}

/** Requests as they are to be. */
export function signedVectors(): SignedVector[] {
  return [
    signed('one report', JSON_TYPE, single),
    signed(
      'one report, with the charset told: the value is signed as it is sent',
      `${JSON_TYPE}; charset=utf-8`,
      single,
    ),
    signed('one report with letters beyond ASCII', JSON_TYPE, Buffer.from(REPORTS[1] ?? '')),
    signed('three reports, a line each', LINES_TYPE, lines),
    signed('three reports, packed: the digest is of the packed bytes', LINES_TYPE, packed(lines), 'gzip'),
  ];
}

/** The order of the group of Ed25519, lowest byte first (RFC 8032, 5.1): a scalar and it added up are the same point. */
const GROUP_ORDER = BigInt('0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');

/** The same signature written a second way, which RFC 8032 (5.1.7) has a verifier refuse. */
function beyondGroupOrder(header: string): string {
  const bytes = Buffer.from(header.slice('hearth=:'.length, -1), 'base64');
  const scalar = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + GROUP_ORDER;
  const written = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
  return `hearth=:${Buffer.concat([bytes.subarray(0, 32), written]).toString('base64')}:`;
}

/** Requests with one thing wrong each. */
export function badSignatureVectors(): BadSignatureVector[] {
  const parts = { contentType: JSON_TYPE, body: single, created: CREATED, keyId: KEY.publicKey, tag: TAG };
  const sign = (given: Partial<SignatureParts>, seed = KEY.seed): Headers =>
    signRequest({ ...parts, ...given }, seed).headers;
  const right = sign({});
  const other = Buffer.from(single.toString().replace('"sequence":0', '"sequence":1'));
  const without = (name: string): Headers =>
    Object.fromEntries(Object.entries(right).filter(([key]) => key !== name));
  const instead = (name: string, change: (value: string) => string): Headers => ({
    ...right,
    [name]: change(right[name] ?? ''),
  });
  const input = (from: string, to: string): Headers =>
    instead('signature-input', (value) => value.replace(from, to));
  const bad = (name: string, headers: Headers, body = single): BadSignatureVector => ({
    name,
    headers,
    body: body.toString('base64'),
  });
  return [
    bad('a body that was changed', right, other),
    bad(
      'a body and its digest that were changed',
      instead('content-digest', () => contentDigest(other)),
      other,
    ),
    bad(
      'another created than the one that was signed',
      input(`created=${CREATED}`, `created=${CREATED + 1}`),
    ),
    bad(
      'another content type than the one that was signed',
      instead('content-type', () => LINES_TYPE),
    ),
    bad('the key of another under the signature', input(KEY.publicKey, OTHER_KEY.publicKey)),
    bad('the signature of another under the key', sign({}, OTHER_KEY.seed)),
    bad('a key that is none', input(KEY.publicKey, KEY.publicKey.slice(0, 42))),
    bad('a tag of another purpose, rightly signed', sign({ tag: 'another-purpose' })),
    bad('a body that is not among what is rightly signed', sign({ covered: ['content-type'] })),
    bad('another algorithm', input('alg="ed25519"', 'alg="hmac-sha256"')),
    bad(
      'a signature cut short',
      instead('signature', (value) => `${value.slice(0, -6)}=:`),
    ),
    bad('the same signature written a second way', instead('signature', beyondGroupOrder)),
    bad('a signature without its input', without('signature-input')),
    bad('an input without its signature', without('signature')),
    bad('a signature without the digest that it covers', without('content-digest')),
  ];
}
