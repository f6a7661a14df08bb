import { reportId } from './report-id';

/** Numbers by metric id, as the host counts them. */
export type Numbers = Readonly<Record<string, number | bigint>>;

/** What the host tells of itself, once. */
export interface CallHomeIdentity {
  /** UUID of the installation, made once by it and kept. */
  readonly installation: string;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly licenceKey: string;
  /** Version of the privacy policy that the software was delivered with. */
  readonly policyVersion: string;
  readonly contact?: { readonly companyName?: string; readonly email?: string };
}

/** What the host counts, read anew for each report. */
export interface CallHomeReadings {
  readonly counters?: () => Numbers;
  readonly gauges?: () => Numbers;
  readonly breakdowns?: () => Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly server?: () => { readonly cpus?: number; readonly operatingSystem?: string };
}

/** What differs from one report to the next. */
export interface CallHomeMoment {
  readonly reason: 'start-up' | 'daily';
  readonly sequence: number;
  /** UTC milliseconds. */
  readonly now: number;
  /** UTC milliseconds since when the counters count. */
  readonly countersSince: number;
}

/** A report as it is sent. */
export interface CallHomeReport {
  readonly schema: 1;
  readonly id: string;
  readonly installationId: string;
  readonly sequence: number;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly reason: 'start-up' | 'daily';
  readonly observedAt: string;
  readonly countersSince: string;
  readonly counters: Readonly<Record<string, number | string>>;
  readonly gauges: Readonly<Record<string, number | string>>;
  readonly breakdowns: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly server: { readonly cpus?: number; readonly operatingSystem?: string };
  readonly contact: { readonly companyName?: string; readonly email?: string };
  readonly licenceKey: string;
  readonly policyVersion: string;
}

/**
 * Makes a report. It is the only place where one is made: what `preview` shows and what is sent both come from here. Each field
 * is picked; nothing that the host's objects hold besides goes along.
 */
export function buildReport(
  identity: CallHomeIdentity,
  readings: CallHomeReadings,
  moment: CallHomeMoment,
): CallHomeReport {
  const server = readings.server?.() ?? {};
  const contact = identity.contact ?? {};
  return {
    schema: 1,
    id: reportId(moment.now),
    installationId: identity.installation,
    sequence: moment.sequence,
    product: identity.product,
    version: identity.version,
    edition: identity.edition,
    reason: moment.reason,
    observedAt: new Date(moment.now).toISOString(),
    countersSince: new Date(moment.countersSince).toISOString(),
    counters: wireNumbers(readings.counters?.() ?? {}),
    gauges: wireNumbers(readings.gauges?.() ?? {}),
    breakdowns: readings.breakdowns?.() ?? {},
    server: {
      ...(server.cpus === undefined ? {} : { cpus: server.cpus }),
      ...(server.operatingSystem === undefined ? {} : { operatingSystem: server.operatingSystem }),
    },
    contact: {
      ...(contact.companyName === undefined ? {} : { companyName: contact.companyName }),
      ...(contact.email === undefined ? {} : { email: contact.email }),
    },
    licenceKey: identity.licenceKey,
    policyVersion: identity.policyVersion,
  };
}

/** Values beyond what JSON numbers hold exactly travel as decimal text. */
function wireNumbers(numbers: Numbers): Record<string, number | string> {
  const wire: Record<string, number | string> = Object.create(null);
  for (const [name, value] of Object.entries(numbers)) {
    wire[name] = typeof value === 'number' && Number.isSafeInteger(value) ? value : value.toString();
  }
  return wire;
}
