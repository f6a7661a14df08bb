// The front door of @hearth/failpoints: named places at which a proof may end the process.
export { FAILPOINTS } from './domain/failpoints';
export type { Failpoint } from './domain/failpoints';
export { armFailpoints, failpoint, failpointsArmed } from './domain/failpoint';
