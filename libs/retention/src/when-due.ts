import type { RetentionJob, RetentionRun } from './retention';

/** How often to look whether a run is due, in seconds: what failed is tried again as soon. */
export const RETENTION_LOOK_SECONDS = 600;

/**
 * Runs the job where it is due: at the first look, then so many hours after a run that went through every class. A run that did
 * not, or could not begin, is due again at the next look. Rejects where it could not begin.
 */
export function whenDue(o: {
  readonly job: Pick<RetentionJob, 'runOnce'>;
  readonly hours: number;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly onRun: (run: RetentionRun) => void;
}): () => Promise<void> {
  let due = Number.NEGATIVE_INFINITY;
  return async () => {
    const began = o.now();
    if (began < due) return;
    const run = await o.job.runOnce();
    o.onRun(run);
    // A class that this software cannot remove will not become one within the hour.
    if (run.failed.length === 0) due = began + o.hours * 3_600_000;
  };
}
