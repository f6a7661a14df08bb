import type { DayFact, MonthDetail, MonthState, Readings } from '@hearth/catalogue';
import { uuidBytes, uuidText } from '@hearth/keys';
import type { InstallationState } from '../domain/installation';
import { sortedJson, sortedJsonOnce } from '../domain/sorted-json';
import { bytes, hex } from './hexadecimal';

const readings = (text: string) => JSON.parse(text) as Readings;

/** The columns of an installation's row, in the order of {@link installationRow}. */
export const INSTALLATION_COLUMNS = [
  'id',
  'subject',
  'reported_id',
  'product',
  'version',
  'edition',
  'operating_system',
  'cpus',
  'first_seen',
  'last_seen',
  'last_report',
  'identity_digest',
  'public_key',
  'needs_confirmation',
  'last_received',
  'clock_ahead',
] as const;

/** An installation as its row. */
export function installationRow(state: InstallationState): unknown[] {
  return [
    bytes(state.installation),
    bytes(state.subject),
    uuidBytes(state.reportedId),
    state.product,
    state.version,
    state.edition,
    state.operatingSystem,
    state.cpus,
    state.firstSeen,
    state.lastObserved,
    uuidBytes(state.lastReport),
    bytes(state.identityDigest),
    state.publicKey === null ? null : bytes(state.publicKey),
    state.needsConfirmation ? 1 : 0,
    state.lastReceived,
    state.clockAhead,
  ];
}

/** An installation from its row. */
export function installationFrom(row: Readonly<Record<string, unknown>>): InstallationState {
  return {
    installation: hex(row['id'] as Buffer),
    subject: hex(row['subject'] as Buffer),
    reportedId: uuidText(row['reported_id'] as Buffer),
    product: row['product'] as string,
    version: row['version'] as string,
    edition: row['edition'] as string,
    operatingSystem: row['operating_system'] as string,
    cpus: row['cpus'] === null ? null : Number(row['cpus']),
    firstSeen: Number(row['first_seen']),
    lastObserved: Number(row['last_seen']),
    lastReport: uuidText(row['last_report'] as Buffer),
    identityDigest: hex(row['identity_digest'] as Buffer),
    publicKey: row['public_key'] === null ? null : hex(row['public_key'] as Buffer),
    needsConfirmation: Number(row['needs_confirmation']) !== 0,
    lastReceived: Number(row['last_received']),
    clockAhead: row['clock_ahead'] === null ? null : Number(row['clock_ahead']),
  };
}

/** The columns of a fact's row, in the order of {@link factRow}. */
export const FACT_COLUMNS = [
  'installation',
  'day',
  'counters_since',
  'subject',
  'product',
  'counters',
  'gauges',
  'last_observed',
  'last_report',
  'reports',
  'last_received',
  'late',
] as const;

/** A fact as its row. */
export function factRow(fact: DayFact): unknown[] {
  return [
    bytes(fact.installation),
    fact.day,
    fact.countersSince,
    bytes(fact.subject),
    fact.product,
    sortedJson(fact.counters),
    sortedJson(fact.gauges),
    fact.lastObserved,
    uuidBytes(fact.lastReport),
    fact.reports,
    fact.lastReceived,
    fact.late,
  ];
}

/** A fact from its row. */
export function factFrom(row: Readonly<Record<string, unknown>>): DayFact {
  return {
    installation: hex(row['installation'] as Buffer),
    day: Number(row['day']),
    countersSince: Number(row['counters_since']),
    subject: hex(row['subject'] as Buffer),
    product: row['product'] as string,
    counters: readings(row['counters'] as string),
    gauges: readings(row['gauges'] as string),
    lastObserved: Number(row['last_observed']),
    lastReport: uuidText(row['last_report'] as Buffer),
    reports: Number(row['reports']),
    lastReceived: Number(row['last_received']),
    late: Number(row['late']),
  };
}

/** The columns of a month state's row, in the order of {@link monthRow}. */
export const MONTH_COLUMNS = [
  'month',
  'installation',
  'subject',
  'product',
  'reports',
  'last_observed',
  'last_report',
  'version',
  'edition',
  'operating_system',
  'last_received',
  'state',
] as const;

function stateText({ dimensions, gauges, breakdowns }: MonthDetail): string {
  const counts = sortedJsonOnce(breakdowns);
  return `{"breakdowns":${counts},"dimensions":${sortedJson(dimensions)},"gauges":${sortedJson(gauges)}}`;
}

/** A month state as its row. */
export function monthRow(state: MonthState): unknown[] {
  return [
    state.month,
    bytes(state.installation),
    bytes(state.subject),
    state.product,
    state.reports,
    state.lastObserved,
    uuidBytes(state.lastReport),
    state.version,
    state.edition,
    state.operatingSystem,
    state.lastReceived,
    stateText(state.state),
  ];
}

/** A month state from its row. */
export function monthFrom(row: Readonly<Record<string, unknown>>): MonthState {
  return {
    month: Number(row['month']),
    installation: hex(row['installation'] as Buffer),
    subject: hex(row['subject'] as Buffer),
    product: row['product'] as string,
    reports: Number(row['reports']),
    lastObserved: Number(row['last_observed']),
    lastReport: uuidText(row['last_report'] as Buffer),
    version: row['version'] as string,
    edition: row['edition'] as string,
    operatingSystem: row['operating_system'] as string,
    lastReceived: Number(row['last_received']),
    state: JSON.parse(row['state'] as string) as MonthDetail,
  };
}
