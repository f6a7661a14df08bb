import { CATALOGUE_VERSION, mergeDayFact, mergeMonthState } from '@hearth/catalogue';
import { failpoint } from '@hearth/failpoints';
import type { RoomDatabase } from '@hearth/storage';
import { insertRows, lockForUpdate, selectIn, upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Candidate } from '../domain/candidate';
import type { Failure } from '../domain/failure-tally';
import type { ChainLink, Gathered } from '../domain/gather-counted';
import { factKey, monthKey } from '../domain/gather-counted';
import type { InstallationState } from '../domain/installation';
import { mergeInstallations } from '../domain/installation';
import { addCorrections, markDirty, markMonthsOf } from './count-changes';
import {
  FACT_COLUMNS,
  factFrom,
  factRow,
  INSTALLATION_COLUMNS,
  installationFrom,
  installationRow,
  MONTH_COLUMNS,
  monthFrom,
  monthRow,
} from './counted-rows';
import { selectByTuples } from './key-tuples';
import { bytes } from './hexadecimal';

/** A report id that is to be remembered, and what became of the report. */
export interface ReportMark {
  readonly candidate: Candidate;
  readonly outcome: 'counted' | 'held' | 'ignored' | 'before-agreement';
  /** The installation's key in hexadecimal where it was counted, else null. */
  readonly installation: string | null;
}

/** All that one group writes into the usage room. Lists are sorted by their table's key. */
export interface GroupWrite {
  /** Ids that are new to the room. */
  readonly fresh: readonly ReportMark[];
  /** Ids that were held, and are no more. */
  readonly released: readonly ReportMark[];
  readonly gathered: Gathered;
  /** Installations that waited for a confirmation, and report under an agreement now that wants none. */
  readonly settled: readonly string[];
  readonly failures: readonly Failure[];
  /** The clock's reading for the failures, UTC milliseconds. */
  readonly now: number;
}

/** Another process released a held report, or registered another key, meanwhile: the group must be judged again. */
export class OvertakenElsewhere extends Error {
  override readonly name = 'OvertakenElsewhere';
}

async function insertMarks(m: EntityManager, marks: readonly ReportMark[]): Promise<void> {
  const columns = [
    'id',
    'digest',
    'installation',
    'received_at',
    'schema_version',
    'catalogue_version',
    'policy_version',
    'outcome',
  ];
  const rows = marks.map(({ candidate, outcome, installation }) => [
    bytes(candidate.key),
    bytes(candidate.digest),
    installation === null ? null : bytes(installation),
    candidate.receivedAt,
    candidate.report.schema,
    CATALOGUE_VERSION,
    candidate.report.policyVersion,
    outcome,
  ]);
  await insertRows(m, 'reports', columns, rows);
}

async function releaseMarks(m: EntityManager, marks: readonly ReportMark[]): Promise<void> {
  if (marks.length === 0) return;
  const keys = marks.map(({ candidate }) => bytes(candidate.key));
  const held = await selectIn(
    m,
    'SELECT id FROM reports WHERE id',
    keys,
    ` AND outcome = 'held'${lockForUpdate(m)}`,
  );
  if (held.length < marks.length) throw new OvertakenElsewhere();
  for (const { candidate, outcome, installation } of marks) {
    await m.query('UPDATE reports SET outcome = ?, installation = ? WHERE id = ?', [
      outcome,
      installation === null ? null : bytes(installation),
      bytes(candidate.key),
    ]);
  }
  failpoint('intake.held-released');
}

async function mergeRows<T>(
  m: EntityManager,
  table: string,
  columns: readonly string[],
  key: readonly string[],
  incoming: readonly T[],
  stored: readonly T[],
  parts: { keyOf: (row: T) => string; merge: (a: T, b: T) => T; rowOf: (row: T) => unknown[] },
): Promise<void> {
  const byKey = new Map(stored.map((row) => [parts.keyOf(row), row]));
  const rows = incoming.map((row) => {
    const before = byKey.get(parts.keyOf(row));
    return parts.rowOf(before === undefined ? row : parts.merge(before, row));
  });
  await upsertRows(m, table, columns, rows, {
    key,
    update: columns.filter((column) => !key.includes(column)),
  });
}

function mustKeepTheirKeys(
  incoming: readonly InstallationState[],
  stored: readonly InstallationState[],
): void {
  const registered = new Map(stored.map(({ installation, publicKey }) => [installation, publicKey]));
  for (const { installation, publicKey } of incoming) {
    const before = registered.get(installation) ?? null;
    if (before !== null && before !== publicKey) throw new OvertakenElsewhere();
  }
}

async function insertLinks(m: EntityManager, links: readonly ChainLink[]): Promise<void> {
  const columns = [
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
  const rows = links.map(({ candidate, link, installation }) => [
    bytes(installation),
    candidate.counted.sequence,
    bytes(candidate.key),
    link.previous === null ? null : bytes(link.previous),
    bytes(link.digest),
    candidate.counted.version,
    candidate.counted.observedAt,
    candidate.counted.countersSince,
    candidate.counted.uptimeSeconds ?? null,
    candidate.receivedAt,
  ]);
  await insertRows(m, 'links', columns, rows);
}

/**
 * Merges a group with what is stored. The rows of its installations come first: whoever writes them holds them until the
 * end, so two processes with reports of one installation take turns, and neither reads a fact that the other is about to
 * change.
 */
async function mergeCounted(m: EntityManager, usage: RoomDatabase, gathered: Gathered): Promise<void> {
  const { installations, facts, months, dirty } = gathered;
  if (installations.length === 0) return;
  // On SQLite there is one writer, which the open transaction is.
  if (usage.dialect === 'mysql') {
    await upsertRows(m, 'installations', INSTALLATION_COLUMNS, installations.map(installationRow), {
      key: ['id'],
      update: 'ignore',
    });
  }
  const keys = installations.map(({ installation }) => bytes(installation));
  const known = await selectIn(
    m,
    `SELECT ${INSTALLATION_COLUMNS.join(', ')} FROM installations WHERE id`,
    keys,
  );
  const knownStates = known.map(installationFrom);
  mustKeepTheirKeys(installations, knownStates);
  await mergeRows(m, 'installations', INSTALLATION_COLUMNS, ['id'], installations, knownStates, {
    keyOf: (row) => row.installation,
    merge: mergeInstallations,
    rowOf: installationRow,
  });
  failpoint('intake.installations-merged');

  const factKeyColumns = ['installation', 'day', 'counters_since'];
  const knownFacts = await selectByTuples<Record<string, unknown>>(
    m,
    usage.dialect,
    `SELECT ${FACT_COLUMNS.join(', ')} FROM facts`,
    factKeyColumns,
    facts.map((fact) => [bytes(fact.installation), fact.day, fact.countersSince]),
  );
  await mergeRows(m, 'facts', FACT_COLUMNS, factKeyColumns, facts, knownFacts.map(factFrom), {
    keyOf: factKey,
    merge: mergeDayFact,
    rowOf: factRow,
  });
  failpoint('intake.facts-merged');

  const monthKeyColumns = ['month', 'installation'];
  const knownMonths = await selectByTuples<Record<string, unknown>>(
    m,
    usage.dialect,
    `SELECT ${MONTH_COLUMNS.join(', ')} FROM month_states`,
    monthKeyColumns,
    months.map((state) => [state.month, bytes(state.installation)]),
  );
  await mergeRows(m, 'month_states', MONTH_COLUMNS, monthKeyColumns, months, knownMonths.map(monthFrom), {
    keyOf: monthKey,
    merge: mergeMonthState,
    rowOf: monthRow,
  });
  failpoint('intake.months-merged');

  await markDirty(m, dirty);
  failpoint('intake.months-marked');
}

async function addFailures(m: EntityManager, failures: readonly Failure[], now: number): Promise<void> {
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
  await upsertRows(m, 'failures', columns, rows, {
    key: ['code', 'path', 'product'],
    update: { count_value: 'add', first_seen: 'min', last_seen: 'max' },
  });
}

/**
 * Writes a group into the usage room in one transaction. Ids go first and plainly: where another process has written one
 * of them, this fails as a unique violation, nothing is written, and the group is judged again.
 */
export function writeGroup(usage: RoomDatabase, write: GroupWrite): Promise<void> {
  return usage.write(async (m) => {
    failpoint('intake.usage-begun');
    await insertMarks(m, write.fresh);
    failpoint('intake.ids-inserted');
    await releaseMarks(m, write.released);
    await mergeCounted(m, usage, write.gathered);
    await markMonthsOf(m, write.settled);
    await insertLinks(m, write.gathered.links);
    failpoint('intake.links-inserted');
    await addCorrections(m, write.gathered.corrections, write.now);
    failpoint('intake.corrections-added');
    await addFailures(m, write.failures, write.now);
    failpoint('intake.failures-added');
  });
}
