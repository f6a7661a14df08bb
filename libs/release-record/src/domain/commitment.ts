import { createHmac } from 'node:crypto';

const DOMAIN = 'hearth/release-commitment/v1';

/** The UTC month of an instant, `YYYY-MM`. */
export function commitmentMonth(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/**
 * What stands for a customer in an entry: HMAC-SHA-256 under the customer's own commitment key of the domain and the UTC
 * month. Whoever holds the key finds the customer's entries; nobody else can tell that two months speak of one customer;
 * and once the key is destroyed the 32 bytes say nothing, while every hash over them still holds.
 */
export function commitmentOf(customerKey: Uint8Array, month: string): Buffer {
  return createHmac('sha256', customerKey).update(`${DOMAIN}\0${month}`).digest();
}
