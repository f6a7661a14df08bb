import type { Retention } from '@hearth/policy';
import { retentionCutOff } from '@hearth/policy';

/** Which classes go by time now, and up to which instant. */
export interface RetentionPlan {
  /** UTC milliseconds by class: what is counted from then or before goes. A class that is not here stays. */
  readonly cutOffs: ReadonlyMap<string, number>;
  /** Classes of the schedule that retention has to remove and this software does not know: a newer policy than the software. */
  readonly unknown: readonly string[];
}

/**
 * What the schedule of a policy asks of retention at an instant. `known` are the classes that can be removed here; those that
 * another part of the system removes are not among them, whatever their period.
 */
export function planOf(
  schedule: readonly Retention[],
  known: ReadonlySet<string>,
  now: number,
): RetentionPlan {
  const cutOffs = new Map<string, number>();
  const unknown: string[] = [];
  for (const { key, period, job } of schedule) {
    const instant = retentionCutOff(period, now);
    if (instant === undefined) continue;
    if (known.has(key)) cutOffs.set(key, instant);
    else if (job.startsWith('retention-')) unknown.push(key);
  }
  return { cutOffs, unknown };
}

/**
 * The cut-off of a class whose rows are referred to by rows of others: the earliest of all, as a row must not go before what refers
 * to it. Undefined where one of them stays.
 */
export function earliestOf(plan: RetentionPlan, classes: readonly string[]): number | undefined {
  const instants = classes.map((key) => plan.cutOffs.get(key));
  return instants.reduce((earliest, instant) =>
    earliest === undefined || instant === undefined ? undefined : Math.min(earliest, instant),
  );
}
