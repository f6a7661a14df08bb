// The front door of @hearth/retention: how long data stays, kept.
export { REMOVED_ELSEWHERE } from './domain/elsewhere';
export { REMOVALS } from './removals';
export type { Instants, Removal, RetainedRoom } from './domain/removal';
export { createRetention } from './retention';
export type { Place, RemovedRows, RetentionJob, RetentionParts, RetentionRun } from './retention';
export { RETENTION_LOOK_SECONDS, whenDue } from './when-due';
