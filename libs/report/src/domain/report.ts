import type { Breakdown } from '@hearth/catalogue';

/** What a report carries so that it counts once and its origin can be told: since schema 2. */
export interface ReportTransport {
  /** The catalogue that the product was built with. */
  readonly catalogueVersion?: string;
  /** The installation's Ed25519 public key: 32 bytes in base64url. */
  readonly publicKey?: string;
  /** SHA-256 of the previous report's text, of the first report of the public key: 32 bytes in base64url. */
  readonly previous?: string;
  /** How long the process had run when it observed. */
  readonly uptimeSeconds?: number;
}

/** A report that was read: known fields only, in canonical form. Its records have no prototype. */
export interface ParsedReport extends ReportTransport {
  readonly schema: number;
  /** UUID, lower case. */
  readonly id: string;
  /** UUID, lower case, made by the installation. */
  readonly installationId: string;
  readonly sequence: number;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly reason: 'start-up' | 'daily';
  /** UTC milliseconds. */
  readonly observedAt: number;
  /** UTC milliseconds: since when the counters count. */
  readonly countersSince: number;
  /** Decimal text by metric id. */
  readonly counters: Readonly<Record<string, string>>;
  /** Gauges, distinct counts and indicators, what the server part says and what is derived, as decimal text by metric id. */
  readonly gauges: Readonly<Record<string, string>>;
  readonly breakdowns: Readonly<Record<string, Breakdown>>;
  /** Reduced values of every dimension that the product declares. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly server: { readonly cpus?: number; readonly operatingSystem: string };
  readonly contact: { readonly companyName?: string; readonly email?: string };
  readonly licenceKey: string;
  readonly policyVersion: string;
  /** False for a report that is accepted but ignored: it makes no fact and no month state. */
  readonly countable: boolean;
}

/** What was counted. */
export type CountedHalf = Omit<ParsedReport, 'contact' | 'licenceKey'>;

/** What identifies the customer. */
export interface IdentifyingHalf {
  readonly companyName?: string;
  readonly email?: string;
  readonly licenceKey: string;
  /** The connection's address. */
  readonly address: string;
}

/** The fields of schema 2 that a report has, picked one by one. */
export function transportOf(report: ReportTransport): ReportTransport {
  const { catalogueVersion, publicKey, previous, uptimeSeconds } = report;
  return {
    ...(catalogueVersion === undefined ? {} : { catalogueVersion }),
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(previous === undefined ? {} : { previous }),
    ...(uptimeSeconds === undefined ? {} : { uptimeSeconds }),
  };
}

/** Splits a report into what was counted and what identifies; each half is picked field by field. */
export function splitReport(
  report: ParsedReport,
  address: string,
): { readonly counted: CountedHalf; readonly identifying: IdentifyingHalf } {
  return {
    counted: {
      schema: report.schema,
      id: report.id,
      installationId: report.installationId,
      sequence: report.sequence,
      product: report.product,
      version: report.version,
      edition: report.edition,
      reason: report.reason,
      observedAt: report.observedAt,
      countersSince: report.countersSince,
      counters: report.counters,
      gauges: report.gauges,
      breakdowns: report.breakdowns,
      dimensions: report.dimensions,
      server: report.server,
      policyVersion: report.policyVersion,
      ...transportOf(report),
      countable: report.countable,
    },
    identifying: {
      ...(report.contact.companyName === undefined ? {} : { companyName: report.contact.companyName }),
      ...(report.contact.email === undefined ? {} : { email: report.contact.email }),
      licenceKey: report.licenceKey,
      address,
    },
  };
}
