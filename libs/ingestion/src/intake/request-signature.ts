import type { KeyObject } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import { RequestRefusal } from './request-refusal';
import type { RequestSignature } from './split-report';

type HeaderValues = readonly string[] | undefined;

/** The headers by which a request is signed, with each value that they came with. */
export interface SignedHeaders {
  readonly 'content-type'?: HeaderValues;
  readonly 'content-digest'?: HeaderValues;
  readonly 'signature-input'?: HeaderValues;
  readonly signature?: HeaderValues;
}

/** What a request claims of itself: nothing of it is believed before {@link verifySignature}. */
export interface SignatureClaim {
  /** SHA-256 of the body as sent, 32 bytes. */
  readonly digest: Buffer;
  /** 64 bytes. */
  readonly signature: Buffer;
  /** What was signed. */
  readonly base: Buffer;
  /** The Ed25519 public key in base64url, as it travels. */
  readonly keyId: string;
  /** Unix seconds. */
  readonly created: number;
}

// One form and no other, so that there is nothing to parse and nothing to parse differently. In base64 the last character
// carries bits to spare, which must be zero: the same bytes have one text.
const DIGEST = /^sha-256=:([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=):$/;
const SIGNATURE = /^hearth=:([A-Za-z0-9+/]{85}[AQgw]==):$/;
const INPUT =
  /^hearth=(\("content-type" "content-digest"\);created=(0|[1-9]\d{0,11});keyid="([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])";alg="ed25519";tag="hearth-report")$/;

/** The one value of a header, or undefined; twice the same header is a fault, since a line of what is signed holds one. */
function only(values: HeaderValues): string | undefined {
  if (values === undefined) return undefined;
  if (values.length !== 1) throw new RequestRefusal('BAD_SIGNATURE');
  return values[0];
}

/**
 * Reads what a request says of its signature (docs/protocol.md; RFC 9421 and RFC 9530 in that one form). Undefined where it is
 * unsigned: it has neither `Signature` nor `Signature-Input`. One of them without the other, or without the digest, is a fault:
 * to strip a header makes no signed request an unsigned one.
 *
 * @throws RequestRefusal BAD_SIGNATURE, which tells no part of what came.
 */
export function readSignature(headers: SignedHeaders): SignatureClaim | undefined {
  if (headers.signature === undefined && headers['signature-input'] === undefined) return undefined;
  const contentType = only(headers['content-type']);
  const contentDigest = only(headers['content-digest']) ?? '';
  const [, digest] = DIGEST.exec(contentDigest) ?? [];
  const [, signature] = SIGNATURE.exec(only(headers.signature) ?? '') ?? [];
  const [, params, created, keyId] = INPUT.exec(only(headers['signature-input']) ?? '') ?? [];
  if (contentType === undefined || digest === undefined || signature === undefined || keyId === undefined) {
    throw new RequestRefusal('BAD_SIGNATURE');
  }
  const base = `"content-type": ${contentType}\n"content-digest": ${contentDigest}\n"@signature-params": ${params}`;
  return {
    digest: Buffer.from(digest, 'base64'),
    signature: Buffer.from(signature, 'base64'),
    // Header values are bytes; Node shows each as the character of its number.
    base: Buffer.from(base, 'latin1'),
    keyId,
    created: Number(created),
  };
}

function keyOf(keyId: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: keyId }, format: 'jwk' });
}

/**
 * Verifies a claim against the digest of the body as it was sent. The signature is verified on the thread pool: some 0.2 ms
 * for which nobody else waits.
 *
 * @throws RequestRefusal BAD_SIGNATURE where the body is another one, or the signature does not verify.
 */
export async function verifySignature(claim: SignatureClaim, bodyDigest: Buffer): Promise<RequestSignature> {
  const { base, signature, keyId, created } = claim;
  const holds =
    claim.digest.equals(bodyDigest) &&
    (await new Promise<boolean>((resolve, reject) => {
      verify(null, base, keyOf(keyId), signature, (error, valid) => (error ? reject(error) : resolve(valid)));
      // A key that is none is the sender's fault, and refused like any other.
    }).catch(() => false));
  if (!holds) throw new RequestRefusal('BAD_SIGNATURE');
  return { publicKey: Buffer.from(keyId, 'base64url').toString('hex'), createdAt: created * 1_000 };
}
