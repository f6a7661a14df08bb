import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Policy } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { RetentionPlan } from './domain/plan';
import { earliestOf, planOf } from './domain/plan';
import type { Instants, Removal, RetainedRoom } from './domain/removal';
import { REMOVALS } from './removals';

/** A class and a table of it. */
export type Place = Pick<Removal, 'class' | 'room' | 'table'>;

/** How many rows of a class went from a table, or would. */
export interface RemovedRows extends Place {
  readonly rows: number;
}

/** What a run did. */
export interface RetentionRun {
  /** Every place where the schedule has something to go, also those where nothing was due. */
  readonly removed: readonly RemovedRows[];
  /** Places that could not be done, of which `onError` was told; the next run takes them up. */
  readonly failed: readonly Place[];
  /** Classes that the policy in force wants removed and this software does not know. */
  readonly unknown: readonly string[];
}

/** What retention is made of. */
export interface RetentionParts {
  /** Four rooms, each as its account `retention-ROOM`. Nothing of the statistics room goes. */
  readonly rooms: Readonly<Record<RetainedRoom, RoomDatabase>>;
  /** The policy in force, whose schedule is kept. */
  readonly policy: () => Promise<Policy>;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Told of each transaction: place and number, nothing that identifies. */
  readonly onRemoved?: (removed: RemovedRows) => void;
  readonly onError?: (error: unknown, place: Place) => void;
}

/** Removes what has stayed as long as the policy in force lets it. */
export interface RetentionJob {
  /** Goes once through all rooms. It can be broken off and repeated, and run beside everything else. Runs take turns. */
  runOnce(): Promise<RetentionRun>;
  /** What a run would remove now, counted and not removed. */
  dryRun(): Promise<RetentionRun>;
  /** Ends the run under way after its next transaction. */
  stop(): void;
}

/** Creates the job of retention. */
export function createRetention(parts: RetentionParts): RetentionJob {
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const inTurn = (take: Take): Promise<RetentionRun> => {
    const run = turn.then(() => runThrough(parts, take));
    turn = run.catch(() => undefined);
    return run;
  };
  const remove: Take = async (removal, room, at) => {
    let rows = 0;
    for await (const gone of removal.remove(room, at)) {
      rows += gone;
      if (gone > 0) parts.onRemoved?.({ ...placeOf(removal), rows: gone });
      if (stopped) break;
      // On SQLite reads settle within the turn that they began in: readers and reports come in between.
      await nextTurn();
    }
    return rows;
  };
  return {
    runOnce: () => inTurn((removal, room, at) => (stopped ? Promise.resolve(0) : remove(removal, room, at))),
    dryRun: () => inTurn((removal, room, at) => removal.count(room, at)),
    stop: () => {
      stopped = true;
    },
  };
}

type Take = (removal: Removal, room: RoomDatabase, at: Instants) => Promise<number>;

const placeOf = ({ class: key, room, table }: Removal): Place => ({ class: key, room, table });

async function runThrough(parts: RetentionParts, take: Take): Promise<RetentionRun> {
  const now = parts.now();
  const { retention } = await parts.policy();
  const plan = planOf(retention, new Set(REMOVALS.map((removal) => removal.class)), now);
  const removed: RemovedRows[] = [];
  const failed: Place[] = [];
  for (const removal of REMOVALS) {
    const cutOff = cutOffOf(removal, plan);
    const room = parts.rooms[removal.room];
    if (cutOff === undefined) continue;
    try {
      removed.push({ ...placeOf(removal), rows: await take(removal, room, { cutOff, now }) });
    } catch (error) {
      // One class that cannot be removed keeps none of the others.
      failed.push(placeOf(removal));
      parts.onError?.(error, placeOf(removal));
    }
  }
  return { removed, failed, unknown: plan.unknown };
}

function cutOffOf(removal: Removal, plan: RetentionPlan): number | undefined {
  return earliestOf(plan, [removal.class, ...(removal.afterClasses ?? [])]);
}
