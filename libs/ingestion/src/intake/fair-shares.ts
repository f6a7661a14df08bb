import { addressGroup, createRateLimit } from '@hearth/intrusion-detection';
import type { RateLimit } from '@hearth/intrusion-detection';
import type { Candidate } from '../domain/candidate';
import type { IntakeLimits } from './limits';
import type { LimitedBy } from './request-refusal';
import { RequestRefusal } from './request-refusal';

/** Who may send how much. It counts in memory, for its own process, within bounds. */
export interface FairShares {
  /** Before anything of a request is read. Throws RequestRefusal RATE_LIMITED. */
  admit(address: string): void;
  /** Before anything of a request is looked up or written: all of it is charged, or none. Throws RequestRefusal RATE_LIMITED. */
  charge(address: string, lines: number, candidates: readonly Candidate[]): void;
  /** A report from this address was held: its licence key is nobody's, or not yet. */
  held(address: string): void;
}

interface FairSharesOptions {
  readonly limits: IntakeLimits;
  /** UTC milliseconds. */
  readonly now: () => number;
}

const ALL = 'all';

/**
 * Token buckets for addresses, and for licences and installations of an address. What they answer follows from what the sender
 * itself has sent and from nothing else, so that nobody learns from a 429 whether a licence key is anybody's, or whether its
 * owner is busy: known and unknown keys are counted alike, before they are looked up (docs/decisions/0017). Only who has sent
 * reports that were held, lately, draws on one small bucket together with all others of whom that is true.
 */
export function createFairShares({ limits, now }: FairSharesOptions): FairShares {
  const bucket = (perMinute: number): RateLimit =>
    createRateLimit({
      perMinute,
      burst: perMinute * limits.burstMinutes,
      costMax: limits.lines,
      keysMax: limits.sendersMax,
      now,
    });
  const addresses = bucket(limits.addressReportsPerMinute);
  const licences = bucket(limits.licenceReportsPerMinute);
  const installations = bucket(limits.installationReportsPerMinute);
  const unknownKeys = bucket(limits.unknownKeyReportsPerMinute);
  /** Address groups that have sent reports which were held, and until when that counts; the longest unrenewed first. */
  const strangers = new Map<string, number>();

  const isStranger = (group: string): boolean => (strangers.get(group) ?? 0) > now();

  function refuse(by: LimitedBy, waitMs: number): void {
    if (waitMs === 0) return;
    throw new RequestRefusal('RATE_LIMITED', {
      by,
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
    });
  }

  /** Throws before it charges, and charges all or nothing. */
  function chargeEach(by: LimitedBy, of: RateLimit, counts: ReadonlyMap<string, number>): () => void {
    for (const key of counts.keys()) refuse(by, of.wait(key));
    return () => counts.forEach((count, key) => of.take(key, count));
  }

  return {
    admit: (address) => {
      const group = addressGroup(address);
      if (isStranger(group)) refuse('unknown-keys', unknownKeys.wait(ALL));
      refuse('address', addresses.take(group));
    },
    charge: (address, lines, candidates) => {
      const group = addressGroup(address);
      const byLicence = new Map<string, number>();
      const byInstallation = new Map<string, number>();
      for (const { licence, counted } of candidates) {
        // Of this address: what another one sends under the same key says nothing here.
        const [owner, unit] = [`${licence} ${group}`, `${counted.installationId} ${group}`];
        byLicence.set(owner, (byLicence.get(owner) ?? 0) + 1);
        byInstallation.set(unit, (byInstallation.get(unit) ?? 0) + 1);
      }
      const charges = [
        chargeEach('licence', licences, byLicence),
        chargeEach('installation', installations, byInstallation),
      ];
      for (const charge of charges) charge();
      // The request was counted as one when it was admitted.
      if (lines > 1) addresses.take(group, lines - 1);
      if (isStranger(group)) unknownKeys.take(ALL, lines);
    },
    held: (address) => {
      const group = addressGroup(address);
      strangers.delete(group);
      strangers.set(group, now() + limits.unknownKeyMemoryMs);
      const [longest] = strangers.keys();
      if (strangers.size > limits.sendersMax && longest !== undefined) strangers.delete(longest);
    },
  };
}
