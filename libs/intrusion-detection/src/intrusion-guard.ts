import type { Reader } from '@hearth/policy';
import { Registry } from 'prom-client';
import { addressGroup, createPseudonyms } from './domain/address-group';
import { nameOf } from './domain/alert';
import type { Alert, Detector } from './domain/alert';
import { intrusionLimits } from './domain/limits';
import type { IntrusionLimits } from './domain/limits';
import { createLockOut } from './domain/lock-out';
import { createRateLimit } from './domain/rate-limit';
import { clientKey, isOutsideParty, partyKey } from './domain/reader-key';
import { contactRows } from './domain/released-rows';
import type { ReleasedRows } from './domain/released-rows';
import { createRowQuota, untilTomorrow } from './domain/row-quota';
import { createIntrusionMetrics } from './intrusion-metrics';
import { createWatch } from './watch';
import type { Answered } from './watch';

/** Why the guard turns something away. */
export type IntrusionCode = 'RATE_LIMITED' | 'LOCKED_OUT' | 'QUOTA_EXCEEDED';

/** Turned away, and when it is worth to come back. */
export interface TurnedAway {
  readonly code: IntrusionCode;
  readonly retryAfterSeconds: number;
}

/** A day of a reader's past, from the record of releases. */
export interface ReaderDay extends Pick<Reader, 'audience' | 'client' | 'party' | 'customer'> {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Rows released on it. */
  readonly rows: number;
  /** UTC hours with a release, 0 to 23. */
  readonly hours: readonly number[];
}

/** What a guard is made of. */
export interface IntrusionGuardOptions {
  readonly limits?: Partial<IntrusionLimits>;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly onAlert: (alert: Alert) => void;
  /** Where its counters are registered; a registry of its own where absent. */
  readonly metrics?: Registry;
}

/**
 * Watches one door: who asks too often, fails too often, reads too much, or not as it used to. It counts in memory, for its
 * own process, within the bounds of its limits.
 */
export interface IntrusionGuard {
  /** Before anything of a request is read. */
  admitAddress(address: string): TurnedAway | undefined;
  /** Before the token of a request is looked at. */
  admitToken(address: string): TurnedAway | undefined;
  /** A token from this address was none of ours, or not any more. */
  badToken(address: string): void;
  /** Once it is known who asks. Whoever comes without a token is held by the address alone. */
  admitReader(reader: Reader): TurnedAway | undefined;
  /** Before an answer with protected rows is recorded and leaves: the rows are counted where it may. */
  releasing(reader: Reader, released: ReleasedRows): TurnedAway | undefined;
  /** After an answer. */
  answered(reader: Reader, answer: Answered): void;
  /** Tells of days before this process began. Rows of today count towards today's quota. */
  seed(days: readonly ReaderDay[]): void;
}

const DAY_MS = 86_400_000;

/** @throws TypeError where a limit is not a whole number above 0. */
export function createIntrusionGuard(o: IntrusionGuardOptions): IntrusionGuard {
  const { now } = o;
  const limits = intrusionLimits(o.limits);
  const metrics = createIntrusionMetrics(o.metrics ?? new Registry());
  const pseudonym = createPseudonyms();
  const addressRate = createRateLimit({
    perMinute: limits.addressRequestsPerMinute,
    burst: limits.addressBurst,
    keysMax: limits.addressesMax,
    now,
  });
  const readerRate = createRateLimit({
    perMinute: limits.readerRequestsPerMinute,
    burst: limits.readerBurst,
    keysMax: limits.readersMax,
    now,
  });
  const lockOut = createLockOut({
    failuresPerMinute: limits.badTokensPerMinute,
    lockMs: limits.lockOutMs,
    lockMaxMs: limits.lockOutMaxMs,
    memoryMs: limits.lockOutMemoryMs,
    keysMax: limits.addressesMax,
    now,
  });
  const rows = createRowQuota({ keysMax: limits.readersMax, now });
  const contacts = createRowQuota({ keysMax: limits.readersMax, now });
  const toldOfQuota = createRowQuota({ keysMax: limits.readersMax, now });

  const raise = (alert: Omit<Alert, 'at'>): void => {
    metrics.alert(alert.detector);
    o.onAlert({ ...alert, at: now() });
  };
  const raiseOf = (detector: Detector, reader: Reader, figures: Alert['figures']): void =>
    raise({ detector, reader: nameOf(reader, pseudonym), audience: reader.audience, figures });
  const watch = createWatch({ limits, now, raise: raiseOf });

  const limited = (by: 'address' | 'reader', waitMs: number): TurnedAway | undefined => {
    if (waitMs === 0) return undefined;
    metrics.rateLimited(by);
    return turnedAway('RATE_LIMITED', waitMs);
  };

  function overQuota(reader: Reader, asked: number, taken: number, most: number): TurnedAway {
    metrics.overQuota();
    if (toldOfQuota.take(partyKey(reader), 1, 1)) raiseOf('quota', reader, { asked, taken, most });
    return turnedAway('QUOTA_EXCEEDED', untilTomorrow(now()));
  }

  return {
    admitAddress: (address) => limited('address', addressRate.take(addressGroup(address))),
    admitToken: (address) => {
      const lockedMs = lockOut.lockedFor(addressGroup(address));
      return lockedMs > 0 ? turnedAway('LOCKED_OUT', lockedMs) : undefined;
    },
    badToken: (address) => {
      const group = addressGroup(address);
      const lockedMs = lockOut.fail(group);
      if (lockedMs === 0) return;
      metrics.lockedOut();
      const figures = { badTokens: limits.badTokensPerMinute, lockedSeconds: Math.ceil(lockedMs / 1_000) };
      raise({ detector: 'lock-out', reader: null, audience: null, address: pseudonym(group), figures });
    },
    admitReader: (reader) =>
      reader.audience === 'public' ? undefined : limited('reader', readerRate.take(clientKey(reader))),
    releasing: (reader, released) => {
      const key = partyKey(reader);
      const most = limits.rowsPerDay[reader.audience];
      const people = isOutsideParty(reader.audience) ? contactRows(released) : 0;
      const peopleMost = limits.outsideContactRowsPerDay;
      const peopleTaken = contacts.taken(key);
      if (peopleTaken + people > peopleMost) return overQuota(reader, people, peopleTaken, peopleMost);
      if (!rows.take(key, released.rows, most)) {
        return overQuota(reader, released.rows, rows.taken(key), most);
      }
      contacts.add(key, people);
      watch.released(reader, key, released.rows);
      return undefined;
    },
    answered: watch.answered,
    seed: (days) => {
      const today = Math.floor(now() / DAY_MS);
      for (const one of days) {
        const day = Math.floor(Date.parse(`${one.day}T00:00:00Z`) / DAY_MS);
        if (!Number.isFinite(day) || day > today) continue;
        watch.seed(one, {
          day,
          rows: one.rows,
          hours: one.hours.reduce((bits, hour) => bits | (1 << hour), 0),
        });
        if (day === today) rows.add(partyKey(one), one.rows);
      }
    },
  };
}

function turnedAway(code: IntrusionCode, waitMs: number): TurnedAway {
  return { code, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
}
