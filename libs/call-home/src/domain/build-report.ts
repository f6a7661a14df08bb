import type { Contact } from './options';
import type { Counts, Picked } from './pick-readings';

/** Who reports, under what. */
export interface CallHomeIdentity {
  /** UUID of the installation. */
  readonly installationId: string;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly licenceKey: string;
  readonly policyVersion: string;
  readonly catalogueVersion: string;
  readonly contact: Contact;
  /** The raw public key in base64url; left out by an installation that cannot keep a key. */
  readonly publicKey?: string;
}

/** What differs from one report to the next. */
export interface CallHomeMoment {
  readonly id: string;
  readonly reason: 'start-up' | 'daily';
  /** UTC milliseconds. */
  readonly now: number;
  /** UTC milliseconds since when the counters count. */
  readonly countersSince: number;
  readonly uptimeSeconds: number;
}

/** A report's place among those of its installation, given when it is first about to leave. */
export interface Link {
  readonly sequence: number;
  /** Digest of the report before; undefined where that cannot be known or kept. */
  readonly previous: string | undefined;
}

/** A report but for its place in the chain. */
export interface UnlinkedReport {
  readonly schema: 2;
  readonly id: string;
  readonly installationId: string;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly reason: 'start-up' | 'daily';
  readonly observedAt: string;
  readonly countersSince: string;
  readonly counters: Readonly<Record<string, number | string>>;
  readonly gauges: Readonly<Record<string, number | string>>;
  readonly breakdowns: Readonly<Record<string, Counts>>;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly server: { readonly cpus?: number; readonly operatingSystem?: string };
  readonly contact: Contact;
  readonly licenceKey: string;
  readonly policyVersion: string;
  readonly catalogueVersion: string;
  readonly publicKey?: string;
  readonly uptimeSeconds: number;
}

/** A report as it is sent. */
export interface CallHomeReport extends UnlinkedReport {
  readonly sequence: number;
  readonly previous?: string;
}

/** The server's limit for one report. */
const MAX_REPORT_BYTES = 256 * 1024;

/** Makes a report. Each field is picked; nothing that the host's objects hold besides goes along. */
export function buildReport(
  identity: CallHomeIdentity,
  picked: Picked,
  moment: CallHomeMoment,
): UnlinkedReport {
  const { publicKey } = identity;
  const hasDimensions = Object.keys(picked.dimensions).length > 0;
  return {
    schema: 2,
    id: moment.id,
    installationId: identity.installationId,
    product: identity.product,
    version: identity.version,
    edition: identity.edition,
    reason: moment.reason,
    observedAt: new Date(moment.now).toISOString(),
    // A clock that was set back must not make a report that contradicts itself.
    countersSince: new Date(Math.min(moment.countersSince, moment.now)).toISOString(),
    counters: wireNumbers(picked.counters),
    gauges: wireNumbers(picked.gauges),
    breakdowns: picked.breakdowns,
    ...(hasDimensions ? { dimensions: picked.dimensions } : {}),
    server: picked.server,
    contact: identity.contact,
    licenceKey: identity.licenceKey,
    policyVersion: identity.policyVersion,
    catalogueVersion: identity.catalogueVersion,
    ...(publicKey === undefined ? {} : { publicKey }),
    uptimeSeconds: moment.uptimeSeconds,
  };
}

/** The report's text, byte for byte as it is previewed, kept, sent and exported: this is the only place where it is made. */
export function reportText(report: UnlinkedReport, { sequence, previous }: Link): string {
  const { schema, id, installationId, ...rest } = report;
  const linked: CallHomeReport = {
    schema,
    id,
    installationId,
    sequence,
    ...rest,
    ...(previous === undefined ? {} : { previous }),
  };
  return JSON.stringify(linked);
}

/** The report without its longest breakdowns, as far as it takes to be within the server's limit. */
export function withinLimit(report: UnlinkedReport, drop: (path: string) => void): UnlinkedReport {
  const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
  // Room for what the chain adds.
  let over = size(report) + 200 - MAX_REPORT_BYTES;
  if (over <= 0) return report;
  const { breakdowns: given } = report;
  const left = new Set<string>();
  for (const name of Object.keys(given).sort((a, b) => size(given[b]) - size(given[a]))) {
    if (over <= 0) break;
    over -= size(given[name]);
    left.add(name);
    drop(`/breakdowns/${name}`);
  }
  const breakdowns = Object.fromEntries(Object.entries(given).filter(([name]) => !left.has(name)));
  return { ...report, breakdowns };
}

/** Values beyond what JSON numbers hold exactly travel as decimal text. */
function wireNumbers(numbers: Readonly<Record<string, bigint>>): Record<string, number | string> {
  const wire: Record<string, number | string> = Object.create(null);
  for (const [name, value] of Object.entries(numbers)) {
    wire[name] = value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
  }
  return wire;
}
