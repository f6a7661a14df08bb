import type { Breakdown, MetricDeclaration } from '@hearth/catalogue';
import { readBreakdown } from './breakdown';
import type { ReceiptCode } from './codes';
import { Refused } from './codes';
import { CONTACT_FIELDS, FIELDS, SERVER_FIELDS } from './fields';
import { parseInstant } from './instant';
import type { ProductReader } from './product-reader';
import { productReader } from './product-reader';
import type { ParsedReport, ReportTransport } from './report';
import type { JsonRecord } from './values';
import { countAt, decimalAt, formedText, isRecord, own, recordAt, textAt } from './values';

/** The newest version of the report's schema that is read whole here. */
export const SCHEMA_VERSION = 2;

/** The greatest version that is accepted: of what is newer than {@link SCHEMA_VERSION}, what is known is read. */
const SCHEMA_MAX = 32_767;

/** What became of a body: a report with what was dropped of it, or a refusal with the place that caused it. */
export type ReportOutcome =
  | { readonly ok: true; readonly report: ParsedReport; readonly dropped: readonly string[] }
  | { readonly ok: false; readonly id?: string; readonly code: ReceiptCode; readonly path: string };

const DAY_MS = 86_400_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LICENCE_KEY = /^[A-Za-z0-9-]{8,64}$/;
const POLICY_VERSION = /^[0-9A-Za-z.-]{1,16}$/;
const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+$/u;
const COMPANY_NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;
// 32 bytes in base64url: 42 characters and one that carries the last four bits.
const BYTES_32 = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const REASONS = new Set(['start-up', 'daily']);
const MAX_CPUS = 65_536;
const MAX_EDITION = 64;
/** A hundred years. */
const MAX_UPTIME_SECONDS = 3_155_760_000;
const MAX_OPERATING_SYSTEM = 200;

const NO_DROPS: readonly string[] = Object.freeze([]);

/**
 * Reads one report from a JSON value. Only declared fields are picked; whatever else stands in the body is dropped and told
 * by path, with undeclared names written `*`. It is pure, never throws, and takes some ten microseconds.
 *
 * @param body the parsed JSON, of any shape.
 * @param now UTC milliseconds; a report observed more than a day later is refused.
 * @returns the report in canonical form, or a code of RECEIPT_CODES with the JSON pointer of the offending field.
 */
export function parseReport(body: unknown, now: number): ReportOutcome {
  if (!isRecord(body)) return { ok: false, code: 'NOT_AN_OBJECT', path: '' };
  const id = own(body, 'id');
  try {
    const dropped = new Set<string>();
    const report = readReport(body, now, dropped);
    return { ok: true, report, dropped: dropped.size === 0 ? NO_DROPS : [...dropped].sort() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const known = typeof id === 'string' && id.length === 36 && UUID.test(id) ? { id: id.toLowerCase() } : {};
    return { ok: false, ...known, code: error.code, path: error.path };
  }
}

/** Reads one report from a line of JSON text; otherwise like `parseReport`. */
export function parseReportText(text: string, now: number): ReportOutcome {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, code: 'MALFORMED_JSON', path: '' };
  }
  return parseReport(body, now);
}

function readReport(body: JsonRecord, now: number, dropped: Set<string>): ParsedReport {
  const schema = countAt(own(body, 'schema'), '/schema', Number.MAX_SAFE_INTEGER);
  if (schema < 1 || schema > SCHEMA_MAX) throw new Refused('UNSUPPORTED_SCHEMA', '/schema');
  const id = formedText(own(body, 'id'), '/id', 36, UUID).toLowerCase();
  const installationId = formedText(own(body, 'installationId'), '/installationId', 36, UUID).toLowerCase();
  const sequence = countAt(own(body, 'sequence'), '/sequence', Number.MAX_SAFE_INTEGER);
  const reader = productReader(textAt(own(body, 'product'), '/product', 64));
  if (!reader) throw new Refused('UNKNOWN_PRODUCT', '/product');
  const { product } = reader;
  const version = formedText(
    own(body, 'version'),
    '/version',
    product.version.maxLength,
    product.version.pattern,
  );
  const edition = product.editionOf(textAt(own(body, 'edition'), '/edition', MAX_EDITION));
  const reason = textAt(own(body, 'reason'), '/reason', 16);
  if (!REASONS.has(reason)) throw new Refused('BAD_FORMAT', '/reason');
  const observedAt = instantAt(own(body, 'observedAt'), '/observedAt');
  if (observedAt > now + DAY_MS) throw new Refused('OBSERVED_IN_FUTURE', '/observedAt');
  const countersSince = instantAt(own(body, 'countersSince'), '/countersSince');
  if (countersSince > observedAt) throw new Refused('OUT_OF_BOUNDS', '/countersSince');
  const licenceKey = formedText(own(body, 'licenceKey'), '/licenceKey', 64, LICENCE_KEY);
  const policyVersion = formedText(own(body, 'policyVersion'), '/policyVersion', 16, POLICY_VERSION);
  const transport = readTransport(body);
  const contact = readContact(recordAt(own(body, 'contact'), '/contact'), dropped);
  const counters = readNumbers(own(body, 'counters'), '/counters', reader.counters, dropped);
  const gauges = readNumbers(own(body, 'gauges'), '/gauges', reader.gauges, dropped);
  const breakdowns = readBreakdowns(own(body, 'breakdowns'), reader, dropped);
  const dimensions = readDimensions(own(body, 'dimensions'), reader, dropped);
  const server = readServer(own(body, 'server'), reader, gauges, dropped);
  dropUnknown(body, FIELDS, '', dropped);

  const { rules } = product;
  const refusal = rules.refuse?.({ version, edition, breakdowns });
  if (refusal) throw new Refused(refusal.code, refusal.path);
  derive(reader, breakdowns, gauges);
  const needed = rules.ignoredWithout;
  const countable = needed === undefined || Object.keys(breakdowns[needed] ?? {}).length > 0;
  return {
    schema,
    id,
    installationId,
    sequence,
    product: product.id,
    version,
    edition,
    reason: reason as ParsedReport['reason'],
    observedAt,
    countersSince,
    counters,
    gauges,
    breakdowns,
    dimensions,
    server,
    contact,
    licenceKey,
    policyVersion,
    ...transport,
    countable,
  };
}

/** What reports have carried since schema 2; a client of schema 1 has none of it. */
function readTransport(body: JsonRecord): ReportTransport {
  const catalogueVersion = own(body, 'catalogueVersion');
  const publicKey = own(body, 'publicKey');
  const previous = own(body, 'previous');
  const uptimeSeconds = own(body, 'uptimeSeconds');
  return {
    ...(catalogueVersion === undefined
      ? {}
      : { catalogueVersion: formedText(catalogueVersion, '/catalogueVersion', 16, POLICY_VERSION) }),
    ...(publicKey === undefined ? {} : { publicKey: formedText(publicKey, '/publicKey', 43, BYTES_32) }),
    ...(previous === undefined ? {} : { previous: formedText(previous, '/previous', 43, BYTES_32) }),
    ...(uptimeSeconds === undefined
      ? {}
      : { uptimeSeconds: countAt(uptimeSeconds, '/uptimeSeconds', MAX_UPTIME_SECONDS) }),
  };
}

function instantAt(value: unknown, path: string): number {
  const instant = parseInstant(textAt(value, path, 40));
  if (instant === undefined) throw new Refused('BAD_FORMAT', path);
  if (instant < 0) throw new Refused('OUT_OF_BOUNDS', path);
  return instant;
}

function dropUnknown(
  record: JsonRecord,
  known: ReadonlySet<string>,
  path: string,
  dropped: Set<string>,
): void {
  for (const name of Object.keys(record)) if (!known.has(name)) dropped.add(`${path}/*`);
}

function readNumbers(
  value: unknown,
  path: string,
  declared: ReadonlyMap<string, MetricDeclaration>,
  dropped: Set<string>,
): Record<string, string> {
  const record = recordAt(value, path);
  const numbers: Record<string, string> = Object.create(null);
  for (const name of Object.keys(record)) {
    const metric = declared.get(name);
    if (metric) numbers[metric.id] = decimalAt(record[name], `${path}/${metric.id}`, metric.max);
    else dropped.add(`${path}/*`);
  }
  return numbers;
}

function readBreakdowns(
  value: unknown,
  reader: ProductReader,
  dropped: Set<string>,
): Record<string, Breakdown> {
  const record = recordAt(value, '/breakdowns');
  const breakdowns: Record<string, Breakdown> = Object.create(null);
  for (const name of Object.keys(record)) {
    const declared = reader.breakdowns.get(name);
    if (declared) breakdowns[declared.metric.id] = readBreakdown(record[name], declared, dropped);
    else dropped.add('/breakdowns/*');
  }
  return breakdowns;
}

function readDimensions(value: unknown, reader: ProductReader, dropped: Set<string>): Record<string, string> {
  const record = recordAt(value, '/dimensions');
  dropUnknown(record, reader.dimensions, '/dimensions', dropped);
  const dimensions: Record<string, string> = Object.create(null);
  for (const { id, maxLength, reduce } of reader.product.dimensions) {
    const raw = own(record, id);
    dimensions[id] = reduce(raw === undefined ? undefined : textAt(raw, `/dimensions/${id}`, maxLength));
  }
  return dimensions;
}

function readServer(
  value: unknown,
  reader: ProductReader,
  gauges: Record<string, string>,
  dropped: Set<string>,
): ParsedReport['server'] {
  const record = recordAt(value, '/server');
  dropUnknown(record, SERVER_FIELDS, '/server', dropped);
  const system = own(record, 'operatingSystem');
  const operatingSystem = reader.product.operatingSystemOf(
    system === undefined ? undefined : textAt(system, '/server/operatingSystem', MAX_OPERATING_SYSTEM),
  );
  const raw = own(record, 'cpus');
  if (raw === undefined) return { operatingSystem };
  const cpus = countAt(raw, '/server/cpus', MAX_CPUS);
  if (!reader.server.has('cpus')) {
    // The product does not declare it, so it is not needed, so it is not kept.
    dropped.add('/server/cpus');
    return { operatingSystem };
  }
  gauges['cpus'] = String(cpus);
  return { cpus, operatingSystem };
}

function readContact(record: JsonRecord, dropped: Set<string>): ParsedReport['contact'] {
  dropUnknown(record, CONTACT_FIELDS, '/contact', dropped);
  const companyName = own(record, 'companyName');
  const email = own(record, 'email');
  return {
    ...(companyName === undefined
      ? {}
      : { companyName: formedText(companyName, '/contact/companyName', 200, COMPANY_NAME) }),
    ...(email === undefined ? {} : { email: formedText(email, '/contact/email', 254, EMAIL) }),
  };
}

function derive(
  reader: ProductReader,
  breakdowns: Readonly<Record<string, Breakdown>>,
  gauges: Record<string, string>,
): void {
  for (const metric of reader.derived) {
    const value = metric.derive?.(breakdowns);
    if (value === undefined) continue;
    if (value > metric.max) throw new Refused('OUT_OF_BOUNDS', '/breakdowns');
    gauges[metric.id] = value.toString();
  }
}
