// The front door of @hearth/call-home: counting is the host's, calling home is ours. No dependencies.
export { buildReport } from './domain/build-report';
export type {
  CallHomeIdentity,
  CallHomeMoment,
  CallHomeReadings,
  CallHomeReport,
  Numbers,
} from './domain/build-report';
export { startCallHome } from './domain/call-home';
export type { CallHome, CallHomeOptions } from './domain/call-home';
export type { CallHomeOutcome } from './domain/post-report';
