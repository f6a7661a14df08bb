import { DECLARED } from '../generated/declared-table';
import type { DeclaredProduct } from './declared';
import { modeOf } from './mode';
import type { Mode } from './mode';
import type { CallHomeOptions, SpoolBounds, Timing } from './options';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

// The server's own forms. A report that lacks one would be refused each time, so it is not sent, and the status says why.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LICENCE_KEY = /^[A-Za-z0-9-]{8,64}$/;
const POLICY_VERSION = /^[0-9A-Za-z.-]{1,16}$/;
const MAX_EDITION = 64;

/** The options with everything filled in that they leave open, and the names of those that cannot be used. */
export interface ReadOptions {
  readonly given: Partial<CallHomeOptions>;
  /** Names, never values. While there is one, nothing is sent. */
  readonly faults: readonly string[];
  readonly url: URL | undefined;
  readonly productId: string;
  readonly product: DeclaredProduct;
  readonly policyVersion: string;
  readonly mode: Mode;
  /** UTC milliseconds. */
  readonly agreedFrom: number;
  readonly spool: SpoolBounds;
  readonly timing: Timing;
  readonly now: () => number;
}

const NOTHING: DeclaredProduct = {
  name: '',
  version: { pattern: '(?!)', maxLength: 0 },
  counters: {},
  gauges: {},
  server: {},
  breakdowns: {},
  dimensions: {},
};

/** Reads the options, whatever they are: it throws nothing, since nothing may be thrown into the host. */
export function readOptions(options: CallHomeOptions): ReadOptions {
  const given: Partial<CallHomeOptions> = typeof options === 'object' && options !== null ? options : {};
  const faults: string[] = [];
  const check = (name: string, holds: boolean): void => {
    if (!holds) faults.push(name);
  };
  const url = urlOf(given.url);
  check('url', url !== undefined);
  const productId = String(given.product);
  const product = Object.hasOwn(DECLARED.products, productId) ? DECLARED.products[productId] : undefined;
  check('product', product !== undefined);
  check('version', formed(given.version, product?.version.maxLength ?? 200, product?.version.pattern ?? ''));
  check('edition', formed(given.edition, MAX_EDITION, ''));
  check('licenceKey', formed(given.licenceKey, 64, LICENCE_KEY));
  const policyVersion = given.policyVersion ?? DECLARED.policyVersion;
  check('policyVersion', formed(policyVersion, 16, POLICY_VERSION));
  check('installation', given.installation === undefined || formed(given.installation, 36, UUID));
  const mode = given.mode === undefined ? 'on' : modeOf(given.mode);
  check('mode', mode !== undefined);
  const agreedFrom = given.agreement === undefined ? 0 : instantOf(given.agreement?.from);
  check('agreement', agreedFrom !== undefined);
  check('countersSince', given.countersSince === undefined || isInstant(given.countersSince));
  check('folder', given.folder === undefined || (typeof given.folder === 'string' && given.folder !== ''));
  return {
    given,
    faults,
    url,
    productId,
    product: product ?? NOTHING,
    policyVersion,
    mode: mode ?? 'off',
    agreedFrom: agreedFrom ?? Infinity,
    spool: {
      reports: amount(given.spool?.reports, 16, 1000, 1),
      bytes: amount(given.spool?.bytes, 1024 * 1024, 64 * 1024 * 1024, 1),
      ageMs: amount(given.spool?.ageMs, 30 * DAY_MS, 3650 * DAY_MS, 1),
    },
    timing: timingOf(given.timing),
    now: clockOf(given.now),
  };
}

function timingOf(given: Partial<Timing> | undefined): Timing {
  const least = amount(given?.startDelayMs?.least, 2 * MINUTE_MS, DAY_MS, 0);
  return {
    startDelayMs: {
      least,
      most: Math.max(least, amount(given?.startDelayMs?.most, 10 * MINUTE_MS, DAY_MS, 0)),
    },
    intervalMs: amount(given?.intervalMs, DAY_MS, 366 * DAY_MS, 1),
    deadlineMs: amount(given?.deadlineMs, 5000, HOUR_MS, 1),
    backOff: {
      firstMs: amount(given?.backOff?.firstMs, MINUTE_MS, DAY_MS, 1),
      mostMs: amount(given?.backOff?.mostMs, 6 * HOUR_MS, DAY_MS, 1),
    },
  };
}

const amount = (value: unknown, usual: number, most: number, least: number): number =>
  typeof value === 'number' && value >= least ? Math.min(value, most) : usual;

function formed(value: unknown, maxLength: number, form: RegExp | string): boolean {
  return typeof value === 'string' && value.length <= maxLength && new RegExp(form).test(value);
}

function urlOf(value: unknown): URL | undefined {
  try {
    const url = new URL('/v1/reports', String(value));
    // Credentials in an address would end in logs of proxies.
    const usable = ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
    return usable ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The end of the year 9999: beyond it an instant has no four digits for its year. */
const MAX_INSTANT = 253_402_300_799_999;
const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= MAX_INSTANT;

function instantOf(value: unknown): number | undefined {
  const instant =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : value;
  return isInstant(instant) ? instant : undefined;
}

/** The host's clock, or Node's where that fails. */
function clockOf(now: unknown): () => number {
  return () => {
    try {
      const instant: unknown = typeof now === 'function' ? now() : Date.now();
      if (isInstant(instant)) return instant;
    } catch {
      // Told below: a broken clock of the host is no reason to have none.
    }
    return Date.now();
  };
}
