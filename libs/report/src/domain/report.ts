import type { Breakdown } from '@hearth/catalogue';

/** A report that was read: known fields only, in canonical form. Its records have no prototype. */
export interface ParsedReport {
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
