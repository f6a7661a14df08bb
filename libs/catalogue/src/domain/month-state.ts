import { monthOf } from './calendar';
import type { Breakdown } from './metric';
import type { Readings } from './readings';
import { joinReadings, readingsOf, speaksOver } from './readings';

/** The counted half of a report, as far as facts and month states need it. */
export interface Observation {
  readonly id: string;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly observedAt: number;
  readonly countersSince: number;
  readonly counters: Readonly<Record<string, string>>;
  readonly gauges: Readonly<Record<string, string>>;
  readonly breakdowns: Readonly<Record<string, Breakdown>>;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly server: { readonly operatingSystem: string };
}

/** One installation in one UTC month: how many reports there were, and what the last of them said. */
export interface MonthState {
  readonly month: number;
  readonly installation: string;
  readonly subject: string;
  readonly product: string;
  readonly reports: number;
  readonly lastObserved: number;
  /** Id of the last report, in a text form whose order is that of its bytes. */
  readonly lastReport: string;
  readonly version: string;
  readonly edition: string;
  readonly operatingSystem: string;
  /** When its latest report came in, UTC milliseconds: retention counts from it. */
  readonly lastReceived: number;
  readonly state: MonthDetail;
}

/** The part of a month state that is stored as one document. */
export interface MonthDetail {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly gauges: Readings;
  readonly breakdowns: Readonly<Record<string, Breakdown>>;
}

/** The month state that one report makes by itself. `receivedAt` is when it came in, UTC milliseconds. */
export function monthStateOf(
  report: Observation,
  installation: string,
  subject: string,
  receivedAt: number,
): MonthState {
  return {
    month: monthOf(report.observedAt),
    installation,
    subject,
    product: report.product,
    reports: 1,
    lastObserved: report.observedAt,
    lastReport: report.id,
    version: report.version,
    edition: report.edition,
    operatingSystem: report.server.operatingSystem,
    lastReceived: receivedAt,
    state: {
      dimensions: report.dimensions,
      gauges: readingsOf(report.gauges),
      breakdowns: report.breakdowns,
    },
  };
}

/**
 * Joins two states of one installation and month made of different reports. The order does not matter: the later report
 * speaks (at one instant the smaller id), maxima are kept, reports are added up. Whoever calls drops repeated report ids
 * first, since they would be counted twice.
 */
export function mergeMonthState(a: MonthState, b: MonthState): MonthState {
  if (a.month !== b.month || a.installation !== b.installation) {
    throw new TypeError('Month states of two installations or months cannot be merged.');
  }
  const [later, earlier] = speaksOver(a, b) ? [a, b] : [b, a];
  return {
    ...later,
    reports: a.reports + b.reports,
    lastReceived: Math.max(a.lastReceived, b.lastReceived),
    state: { ...later.state, gauges: joinReadings(earlier.state.gauges, later.state.gauges) },
  };
}
