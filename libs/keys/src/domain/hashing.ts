import { createHash, createHmac } from 'node:crypto';

/**
 * Keyed hash (HMAC-SHA-256, 32 bytes) of a value in a domain.
 *
 * Lookup columns have a fixed width, so the output carries no prefix: the domain names the key and the version
 * instead (`hearth/<key>/v<n>`). It is hashed with its length before it, so no two (domain, value) pairs meet.
 */
export function hmac(key: Uint8Array, domain: string, value: string | Uint8Array): Buffer {
  const name = Buffer.from(domain, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(name.length);
  return createHmac('sha256', key).update(length).update(name).update(value).digest();
}

/** The 32 bytes by which a licence key is looked up (domain `hearth/licence-lookup/v1`). Outer white space is ignored. */
export function licenceHash(key: Uint8Array, licenceKey: string): Buffer {
  return hmac(key, 'hearth/licence-lookup/v1', licenceKey.trim());
}

/** The 16-byte pseudonym of a customer id in the usage room (domain `hearth/pseudonym/v1`). */
export function pseudonymOf(key: Uint8Array, customerId: string): Buffer {
  return hmac(key, 'hearth/pseudonym/v1', customerId).subarray(0, 16);
}

/**
 * The 16-byte key of an installation: a hash of its subject, the id it reports and its product, so that one copied
 * installation id under two licences, or of two products on one machine, is two installations. No secret is needed: the
 * subject is one already.
 */
export function installationKey(subject: Uint8Array, installationId: Uint8Array, product: string): Buffer {
  return createHash('sha256')
    .update('hearth/installation/v1\0')
    .update(subject)
    .update(installationId)
    .update(product)
    .digest()
    .subarray(0, 16);
}
