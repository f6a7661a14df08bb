import type { DeclaredNumber, DeclaredProduct } from './declared';
import type { Contact, Numbers, Readings } from './options';
import { pickBreakdown } from './pick-breakdown';

/** Told of each thing that is left out, by path; undeclared names are written `*`, and values never appear. */
export type Drop = (path: string) => void;

/** A breakdown: counts by label, or by label and second label. */
export type Counts = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** What is left of a host's readings once only what is declared is picked. Its records have no prototype. */
export interface Picked {
  readonly counters: Readonly<Record<string, bigint>>;
  readonly gauges: Readonly<Record<string, bigint>>;
  readonly breakdowns: Readonly<Record<string, Counts>>;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly server: { readonly cpus?: number; readonly operatingSystem?: string };
}

const MAX_OPERATING_SYSTEM = 200;
const MAX_COMPANY_NAME = 200;
const MAX_EMAIL = 254;
// The server's own forms: what lacks them would have the whole report refused.
const COMPANY_NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;
const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+$/u;

/**
 * Asks the host's callbacks and picks what the product declares. What is undeclared, no whole number or out of bounds is left
 * out and told to `drop`, so that neither leaves, and no report is refused for it. Throws what a callback throws.
 */
export function pickReadings(product: DeclaredProduct, readings: Readings, drop: Drop): Picked {
  const server = recordOf(readings.server?.());
  return {
    counters: pickNumbers(product.counters, readings.counters?.(), '/counters', drop),
    gauges: pickNumbers(product.gauges, readings.gauges?.(), '/gauges', drop),
    breakdowns: pickBreakdowns(product, readings.breakdowns?.(), drop),
    dimensions: pickDimensions(product, readings.dimensions?.(), drop),
    server: pickServer(product, server, drop),
  };
}

/** The contact's declared fields, where they have their form. */
export function pickContact(given: unknown, drop: Drop): Contact {
  const contact = recordOf(given);
  undeclared(contact, ['companyName', 'email'], '/contact', drop);
  const companyName = text(
    contact['companyName'],
    MAX_COMPANY_NAME,
    '/contact/companyName',
    drop,
    COMPANY_NAME,
  );
  const email = text(contact['email'], MAX_EMAIL, '/contact/email', drop, EMAIL);
  return {
    ...(companyName === undefined ? {} : { companyName }),
    ...(email === undefined ? {} : { email }),
  };
}

/** A whole number from 0 to `max`, else undefined. */
export function wholeNumber(value: unknown, max: bigint): bigint | undefined {
  const exact = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
  return typeof exact === 'bigint' && exact >= 0n && exact <= max ? exact : undefined;
}

/** The value's own entries, or none where it is no object. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.assign(Object.create(null) as Record<string, unknown>, value)
    : {};
}

function pickNumbers(
  declared: Readonly<Record<string, DeclaredNumber>>,
  given: Numbers | undefined,
  path: string,
  drop: Drop,
): Record<string, bigint> {
  const picked: Record<string, bigint> = Object.create(null);
  for (const [name, value] of Object.entries(recordOf(given))) {
    const metric = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!metric) {
      drop(`${path}/*`);
      continue;
    }
    const number = wholeNumber(value, BigInt(metric.max));
    if (number === undefined) drop(`${path}/${name}`);
    else picked[name] = number;
  }
  return picked;
}

function pickBreakdowns(product: DeclaredProduct, given: unknown, drop: Drop): Record<string, Counts> {
  const picked: Record<string, Counts> = Object.create(null);
  for (const [name, value] of Object.entries(recordOf(given))) {
    const metric = Object.hasOwn(product.breakdowns, name) ? product.breakdowns[name] : undefined;
    if (metric) picked[name] = pickBreakdown(metric, recordOf(value), `/breakdowns/${name}`, drop);
    else drop('/breakdowns/*');
  }
  return picked;
}

function pickDimensions(product: DeclaredProduct, given: unknown, drop: Drop): Record<string, string> {
  const record = recordOf(given);
  undeclared(record, Object.keys(product.dimensions), '/dimensions', drop);
  const picked: Record<string, string> = Object.create(null);
  for (const [name, { maxLength }] of Object.entries(product.dimensions)) {
    const value = text(record[name], maxLength, `/dimensions/${name}`, drop);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function pickServer(
  product: DeclaredProduct,
  given: Readonly<Record<string, unknown>>,
  drop: Drop,
): Picked['server'] {
  undeclared(given, [...Object.keys(product.server), 'operatingSystem'], '/server', drop);
  const system = text(given['operatingSystem'], MAX_OPERATING_SYSTEM, '/server/operatingSystem', drop);
  const declared = product.server['cpus'];
  const cpus = declared && wholeNumber(given['cpus'], BigInt(declared.max));
  if (declared && given['cpus'] !== undefined && cpus === undefined) drop('/server/cpus');
  return {
    ...(cpus === undefined ? {} : { cpus: Number(cpus) }),
    ...(system === undefined ? {} : { operatingSystem: system }),
  };
}

function undeclared(
  record: Readonly<Record<string, unknown>>,
  declared: readonly string[],
  path: string,
  drop: Drop,
): void {
  for (const name of Object.keys(record)) if (!declared.includes(name)) drop(`${path}/*`);
}

function text(
  value: unknown,
  maxLength: number,
  path: string,
  drop: Drop,
  form?: RegExp,
): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.length <= maxLength && form?.test(value) !== false) return value;
  drop(path);
  return undefined;
}
