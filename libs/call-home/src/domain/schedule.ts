import { createHash } from 'node:crypto';
import type { Timing } from './options';

/** The point of the day, in milliseconds since its start (UTC), at which an installation reports: the same every day. */
export function phaseOf(installationId: string, intervalMs: number): number {
  const seconds = Math.max(1, Math.floor(intervalMs / 1000));
  return (createHash('sha256').update(installationId).digest().readUInt32BE(0) % seconds) * 1000;
}

/** The next slot after `now`: of a day where the interval is one. */
export function nextSlot(installationId: string, intervalMs: number, now: number): number {
  const phase = phaseOf(installationId, intervalMs);
  return (Math.floor((now - phase) / intervalMs) + 1) * intervalMs + phase;
}

/** How long to wait after the nth failure in a row: doubling, half of it by chance, never above the cap. */
export function backOff(failures: number, { firstMs, mostMs }: Timing['backOff'], chance: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return whole / 2 + (whole / 2) * chance;
}

/** `Retry-After` in milliseconds from now, bounded; undefined where there is none to be read. */
export function retryAfter(header: string | undefined, now: number, mostMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(mostMs, Math.max(0, wait)) : undefined;
}
