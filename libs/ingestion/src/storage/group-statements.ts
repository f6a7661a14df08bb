import { CATALOGUE_VERSION } from '@hearth/catalogue';
import type { Dialect, Statement } from '@hearth/storage';
import { insertStatements, upsertStatements } from '@hearth/storage';
import type { Candidate } from '../domain/candidate';
import type { Failure } from '../domain/failure-tally';
import type { ChainLink, Correction, Gathered } from '../domain/gather-counted';
import { written } from './hexadecimal';

/** A report id that is to be remembered, and what became of the report. */
export interface ReportMark {
  readonly candidate: Candidate;
  readonly outcome: 'counted' | 'held' | 'ignored' | 'before-agreement';
  /** The installation's key in hexadecimal where it was counted, else null. */
  readonly installation: string | null;
}

const MARK_COLUMNS = [
  'id',
  'digest',
  'installation',
  'received_at',
  'schema_version',
  'catalogue_version',
  'policy_version',
  'outcome',
];

/** Inserts ids plainly: one that another process has written fails as a unique violation. */
export function markStatements(dialect: Dialect, marks: readonly ReportMark[]): Statement[] {
  const rows = marks.map(({ candidate, outcome, installation }) => [
    written(candidate.key),
    written(candidate.digest),
    installation === null ? null : written(installation),
    candidate.receivedAt,
    candidate.report.schema,
    CATALOGUE_VERSION,
    candidate.report.policyVersion,
    outcome,
  ]);
  return insertStatements(dialect, 'reports', MARK_COLUMNS, rows);
}

const LINK_COLUMNS = [
  'installation',
  'sequence',
  'report',
  'previous',
  'digest',
  'version',
  'observed_at',
  'counters_since',
  'uptime_seconds',
  'received_at',
];

/** Inserts the links of chains. */
export function linkStatements(dialect: Dialect, links: readonly ChainLink[]): Statement[] {
  const rows = links.map(({ candidate, link, installation }) => [
    written(installation),
    candidate.counted.sequence,
    written(candidate.key),
    link.previous === null ? null : written(link.previous),
    written(link.digest),
    candidate.counted.version,
    candidate.counted.observedAt,
    candidate.counted.countersSince,
    candidate.counted.uptimeSeconds ?? null,
    candidate.receivedAt,
  ]);
  return insertStatements(dialect, 'links', LINK_COLUMNS, rows);
}

/** Adds changes to closed days to their counts. */
export function correctionStatements(
  dialect: Dialect,
  corrections: readonly Correction[],
  now: number,
): Statement[] {
  const columns = ['day', 'product', 'reason', 'count_value', 'first_at', 'last_at'];
  const rows = corrections.map(({ day, product, reason, count }) => [day, product, reason, count, now, now]);
  return upsertStatements(dialect, 'corrections', columns, rows, {
    key: ['day', 'product', 'reason'],
    update: { count_value: 'add', first_at: 'min', last_at: 'max' },
  });
}

/** Marks months for the roll-up: one that reads while this commits sees an older revision than it will find, and comes again. */
export function dirtyStatements(dialect: Dialect, dirty: Gathered['dirty']): Statement[] {
  const rows = dirty.map(({ month, product }) => [month, product, 1]);
  return upsertStatements(dialect, 'dirty_months', ['month', 'product', 'revision'], rows, {
    key: ['month', 'product'],
    update: { revision: 'add' },
  });
}

/** Adds failures to their counts. */
export function failureStatements(dialect: Dialect, failures: readonly Failure[], now: number): Statement[] {
  const columns = ['code', 'path', 'product', 'kind', 'count_value', 'first_seen', 'last_seen'];
  const rows = failures.map(({ code, path, product, kind, count }) => [
    code,
    path,
    product,
    kind,
    count,
    now,
    now,
  ]);
  return upsertStatements(dialect, 'failures', columns, rows, {
    key: ['code', 'path', 'product'],
    update: { count_value: 'add', first_seen: 'min', last_seen: 'max' },
  });
}
