// The front door of @hearth/assembly: the whole of Hearth wired into one process.
export { HEARTH_SETTINGS } from './settings';
export type { HearthSettings } from './settings';
export { demonstrationSettings, serveSettings } from './config';
export { startHearth } from './start-hearth';
export type { Hearth, HearthProof } from './start-hearth';
export { StartError } from './prepare-home';
export { explainFailure } from './explain-failure';
export { DEMONSTRATION_ISSUER, startDemonstration } from './demonstration/start-demonstration';
export type { DemonstrationOptions } from './demonstration/start-demonstration';
