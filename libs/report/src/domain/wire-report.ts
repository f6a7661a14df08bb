import type { Breakdown } from '@hearth/catalogue';
import { productReader } from './product-reader';
import type { ParsedReport, ReportTransport } from './report';
import { transportOf } from './report';

/** A report as it travels: JSON, with instants as RFC 3339 text and integers as numbers or decimal text. */
export interface WireReport extends ReportTransport {
  readonly schema: number;
  readonly id: string;
  readonly installationId: string;
  readonly sequence: number;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly reason: 'start-up' | 'daily';
  readonly observedAt: string;
  readonly countersSince: string;
  readonly counters?: Readonly<Record<string, number | string>>;
  readonly gauges?: Readonly<Record<string, number | string>>;
  readonly breakdowns?: Readonly<Record<string, Breakdown>>;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly server?: { readonly cpus?: number; readonly operatingSystem?: string };
  readonly contact?: { readonly companyName?: string; readonly email?: string };
  readonly licenceKey: string;
  readonly policyVersion: string;
}

/** The report as it would travel again; parsing it gives the same report and drops nothing. */
export function wireReportOf(report: ParsedReport): WireReport {
  const reader = productReader(report.product);
  const gauges: Record<string, string> = Object.create(null);
  for (const id of Object.keys(report.gauges)) {
    const value = report.gauges[id];
    // What is derived or travels in the server part is not sent among the gauges.
    if (value !== undefined && reader?.gauges.has(id)) gauges[id] = value;
  }
  return {
    schema: report.schema,
    id: report.id,
    installationId: report.installationId,
    sequence: report.sequence,
    product: report.product,
    version: report.version,
    edition: report.edition,
    reason: report.reason,
    observedAt: new Date(report.observedAt).toISOString(),
    countersSince: new Date(report.countersSince).toISOString(),
    counters: report.counters,
    gauges,
    breakdowns: report.breakdowns,
    dimensions: report.dimensions,
    server: report.server,
    contact: report.contact,
    licenceKey: report.licenceKey,
    policyVersion: report.policyVersion,
    ...transportOf(report),
  };
}
