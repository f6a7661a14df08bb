import { randomBytes } from 'node:crypto';

/** The most that 48 bits hold: a clock beyond it, or one that fails, is taken for nought. */
const MAX_TIME = 2 ** 48 - 1;

/** A UUIDv7 (RFC 9562): 48 bits of the time in milliseconds, then chance. */
export function reportId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now >= 0 && now <= MAX_TIME ? Math.floor(now) : 0, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
