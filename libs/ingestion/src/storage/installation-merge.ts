import type { Dialect, MergeSql, Statement } from '@hearth/storage';
import { upsertStatements } from '@hearth/storage';
import type { InstallationState } from '../domain/installation';
import { INSTALLATION_COLUMNS, installationRow } from './counted-rows';

type Columns = Parameters<MergeSql>[0];

/** Whether the row that comes speaks over the one that is there: observed later, or at one instant with the smaller id. */
const speaks = (old: Columns, fresh: Columns) =>
  `(${fresh('last_seen')} > ${old('last_seen')} OR (${fresh('last_seen')} = ${old('last_seen')} AND ${fresh('last_report')} < ${old('last_report')}))`;

const ofTheSpeaker =
  (column: string): MergeSql =>
  (old, fresh) =>
    `CASE WHEN ${speaks(old, fresh)} THEN ${fresh(column)} ELSE ${old(column)} END`;

const kept =
  (column: string): MergeSql =>
  (old, fresh) =>
    `COALESCE(${old(column)}, ${fresh(column)})`;

const lastHeard: MergeSql = (old, fresh) =>
  `CASE WHEN ${old('last_received')} >= ${fresh('last_received')} THEN ${kept('clock_ahead')(old, fresh)}
    ELSE COALESCE(${fresh('clock_ahead')}, ${old('clock_ahead')}) END`;

/** `mergeInstallations` in SQL. What others compare with comes last; what makes the row's key never changes. */
const MERGE = {
  version: ofTheSpeaker('version'),
  edition: ofTheSpeaker('edition'),
  operating_system: ofTheSpeaker('operating_system'),
  cpus: ofTheSpeaker('cpus'),
  identity_digest: ofTheSpeaker('identity_digest'),
  first_seen: 'min',
  public_key: kept('public_key'),
  needs_confirmation: 'min',
  clock_ahead: lastHeard,
  last_received: 'max',
  last_report: ofTheSpeaker('last_report'),
  last_seen: 'max',
} as const;

/** Merges installations into what is stored of them, in the database and without reading them first. */
export function installationStatements(
  dialect: Dialect,
  installations: readonly InstallationState[],
): Statement[] {
  return upsertStatements(
    dialect,
    'installations',
    INSTALLATION_COLUMNS,
    installations.map(installationRow),
    {
      key: ['id'],
      update: MERGE,
    },
  );
}
