import type { Room } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';

/** The rooms from which something goes by time. What is in the statistics room is kept. */
export type RetainedRoom = Exclude<Room, 'statistics'>;

/** Rows of one transaction: some ten milliseconds, behind which a report waits. */
export const ROWS_AT_ONCE = 1_000;

/** What is gone by now: UTC milliseconds. */
export interface Instants {
  /** What the class counts from, for rows that go: this or before. */
  readonly cutOff: number;
  readonly now: number;
}

/** How the rows of a class go from one table. */
export interface Removal {
  /** A class of the schedule. */
  readonly class: string;
  readonly room: RetainedRoom;
  readonly table: string;
  /** Classes of rows that refer to these: none of these goes before those may. */
  readonly afterClasses?: readonly string[];
  /** Removes what has expired, a bounded transaction at a time; yields the rows of each. Broken off, it is taken up by the next run. */
  remove(room: RoomDatabase, at: Instants): AsyncIterable<number>;
  /** How many rows there are to remove now. */
  count(room: RoomDatabase, at: Instants): Promise<number>;
}
