import type { RoomDatabase, Statement } from '@hearth/storage';
import { lockForUpdate, runStatements, selectIn, selectInStatements } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Failure } from '../domain/failure-tally';
import type { Gathered } from '../domain/gather-counted';
import type { InstallationState } from '../domain/installation';
import { FACTS, mergedStatements, MONTHS, storedStatements } from './counted-merge';
import type { ReportMark } from './group-statements';
import {
  correctionStatements,
  dirtyStatements,
  failureStatements,
  linkStatements,
  markStatements,
} from './group-statements';
import { bytes, hex, written } from './hexadecimal';
import { installationStatements } from './installation-merge';

/** All that one group writes into the usage room. Lists are sorted by their table's key. */
export interface GroupWrite {
  /** Ids that are new to the room. */
  readonly fresh: readonly ReportMark[];
  /** Ids that were held, and are no more. */
  readonly released: readonly ReportMark[];
  readonly gathered: Gathered;
  readonly failures: readonly Failure[];
  /** The clock's reading for the failures, UTC milliseconds. */
  readonly now: number;
  /** Resolves when the inbox has what of the group is its own: before that nothing is committed here. */
  readonly inboxed: Promise<void>;
}

/** Another process released a held report, or registered another key, meanwhile: the group must be judged again. */
export class OvertakenElsewhere extends Error {
  override readonly name = 'OvertakenElsewhere';
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
}

function mustKeepTheirKeys(
  incoming: readonly InstallationState[],
  registered: readonly Record<string, unknown>[],
): void {
  const keys = new Map(registered.map((row) => [hex(row['id']), hex(row['public_key'])]));
  for (const { installation, publicKey } of incoming) {
    const before = keys.get(installation);
    if (before !== undefined && before !== publicKey) throw new OvertakenElsewhere();
  }
}

/** Runs lists of statements together, and gives the rows of each list. */
async function runLists(
  m: EntityManager,
  lists: readonly (readonly Statement[])[],
): Promise<Record<string, unknown>[][]> {
  const results = await runStatements(m, lists.flat());
  let at = 0;
  return lists.map((list) => {
    const rows = results.slice(at, at + list.length).flat();
    at += list.length;
    return rows;
  });
}

/**
 * Writes a group into the usage room in one transaction, and in two messages to the database: what can be written without
 * knowing what is stored, with the reading of the rest; then what was merged with it.
 *
 * Ids go first and plainly: where another process has written one of them, this fails as a unique violation, nothing is
 * written, and the group is judged again. Then the rows of its installations: whoever writes them holds them until the end, so
 * two processes with reports of one installation take turns, and neither reads a fact that the other is about to change.
 */
export function writeGroup(usage: RoomDatabase, write: GroupWrite): Promise<void> {
  const { dialect } = usage;
  const { installations, facts, months, dirty, links, corrections } = write.gathered;
  const keys = installations.map(({ installation }) => written(installation));
  const first = [
    markStatements(dialect, write.fresh),
    installationStatements(dialect, installations),
    selectInStatements(
      dialect,
      'SELECT id, public_key FROM installations WHERE id',
      keys,
      'AND public_key IS NOT NULL',
    ),
    storedStatements(dialect, FACTS, facts),
    storedStatements(dialect, MONTHS, months),
  ];
  return usage.write(async (m) => {
    await releaseMarks(m, write.released);
    const [, , registered = [], storedFacts = [], storedMonths = []] = await runLists(m, first);
    mustKeepTheirKeys(installations, registered);
    await runLists(m, [
      mergedStatements(dialect, FACTS, facts, storedFacts),
      mergedStatements(dialect, MONTHS, months, storedMonths),
      dirtyStatements(dialect, dirty),
      linkStatements(dialect, links),
      correctionStatements(dialect, corrections, write.now),
      failureStatements(dialect, write.failures, write.now),
    ]);
    await write.inboxed;
  });
}
