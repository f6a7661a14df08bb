import { failpoint, failpointsArmed, type Failpoint } from '@hearth/failpoints';
import type { RoomDatabase, Statement } from '@hearth/storage';
import { lockForUpdate, runStatements, selectIn, selectInStatements } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Failure } from '../domain/failure-tally';
import type { Gathered } from '../domain/gather-counted';
import type { InstallationState } from '../domain/installation';
import { markMonthsOf } from './count-changes';
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
  /** Installations that waited for a confirmation, and report under an agreement now that wants none. */
  readonly settled: readonly string[];
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
  failpoint('intake.held-released');
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

/** Statements that belong together, and the failpoint behind them. */
interface Step {
  readonly statements: readonly Statement[];
  readonly behind?: Failpoint;
}

type Rows = Record<string, unknown>[];

/**
 * Runs steps in one message to the database, and gives the rows of each. Where a proof listens at the failpoints, each step is a
 * message of its own, so that the process can be ended behind it.
 */
async function runSteps(m: EntityManager, steps: readonly Step[]): Promise<Rows[]> {
  if (failpointsArmed()) {
    const rows: Rows[] = [];
    for (const { statements, behind } of steps) {
      rows.push((await runStatements(m, statements)).flat());
      if (behind !== undefined) failpoint(behind);
    }
    return rows;
  }
  const results = await runStatements(
    m,
    steps.flatMap(({ statements }) => statements),
  );
  let at = 0;
  return steps.map(({ statements }) => {
    const rows = results.slice(at, at + statements.length).flat();
    at += statements.length;
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
  const first: Step[] = [
    { statements: markStatements(dialect, write.fresh), behind: 'intake.ids-inserted' },
    { statements: installationStatements(dialect, installations), behind: 'intake.installations-merged' },
    {
      statements: selectInStatements(
        dialect,
        'SELECT id, public_key FROM installations WHERE id',
        keys,
        'AND public_key IS NOT NULL',
      ),
    },
    { statements: storedStatements(dialect, FACTS, facts) },
    { statements: storedStatements(dialect, MONTHS, months) },
  ];
  return usage.write(async (m) => {
    failpoint('intake.usage-begun');
    await releaseMarks(m, write.released);
    const [, , registered = [], storedFacts = [], storedMonths = []] = await runSteps(m, first);
    mustKeepTheirKeys(installations, registered);
    await markMonthsOf(m, write.settled);
    await runSteps(m, [
      { statements: mergedStatements(dialect, FACTS, facts, storedFacts), behind: 'intake.facts-merged' },
      { statements: mergedStatements(dialect, MONTHS, months, storedMonths), behind: 'intake.months-merged' },
      { statements: dirtyStatements(dialect, dirty), behind: 'intake.months-marked' },
      { statements: linkStatements(dialect, links), behind: 'intake.links-inserted' },
      {
        statements: correctionStatements(dialect, corrections, write.now),
        behind: 'intake.corrections-added',
      },
      { statements: failureStatements(dialect, write.failures, write.now), behind: 'intake.failures-added' },
    ]);
    await write.inboxed;
  });
}
