import type { Mode, ModeBy } from '../domain/mode';
import type { CallHomeOutcome } from '../domain/outcome';
import type { Environment } from '../domain/options';
import type { ReadOptions } from '../domain/read-options';
import type { Waiting } from '../domain/spool';
import type { Memory } from '../state/memory';
import type { Attempt } from '../transport/attempt';
import type { Trust } from '../transport/secure';

/** A running client: what was read from its options, and what changes while it runs. */
export interface Client {
  readonly options: ReadOptions;
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly trust: Trust;
  readonly environment: () => Environment;
  /** Undefined while the mode is off and the folder holds nothing: then nothing is kept. */
  memory: Memory | undefined;
  /** The vendor's word, which the host may change while it runs. */
  vendorsWord: Mode;
  mode: Mode;
  modeBy: ModeBy;
  /** Whether this process, or one that started within the hour, has told of its start-up. */
  hasReported: boolean;
  /** The report that was previewed last, and when by the monotonic clock. */
  previewed: { readonly waiting: Waiting; readonly at: number } | undefined;
  /** The attempt that is under way. */
  attempt: Attempt | undefined;
  isStopped: boolean;
  /** Failures in a row. */
  failures: number;
  /** By the monotonic clock: nothing is sent by schedule before it. */
  notBefore: number;
  attempts: number;
  lastOutcome: CallHomeOutcome | undefined;
  /** How often something was left out, by path. */
  readonly leftOut: Map<string, number>;
}

/** Counts something that was left out of a report. */
export function leaveOut(client: Client, path: string): void {
  client.leftOut.set(path, (client.leftOut.get(path) ?? 0) + 1);
}

/** Runs one piece of work after another, so that no two change the state at once. */
export function oneAfterAnother(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
