// The front door of @hearth/process: what every process of Hearth is built with.
export {
  CLIENT_SETTINGS,
  CROSSING_SETTINGS,
  GATEWAY_SETTINGS,
  GRAPH_SETTINGS,
  INTAKE_LIMIT_SETTINGS,
  INTAKE_SETTINGS,
  INTERNAL_SETTINGS,
  INTRUSION_SETTINGS,
  LISTEN_SETTINGS,
  PROCESS_SETTINGS,
  PUBLICATION_SETTINGS,
  REPLAY_SETTINGS,
  RETENTION_SETTINGS,
  ROLL_UP_SETTINGS,
  STORAGE_SETTINGS,
} from './domain/settings';
export type { ProcessConfig, StorageConfig } from './domain/settings';
export { evidenceOf, tellNewerPolicy } from './domain/evidence-of';
export { addLaterKeys } from './domain/later-keys';
export { askInternalPort, internalPort } from './domain/internal-port';
export type { InternalAnswer } from './domain/internal-port';
export { logHead } from './domain/log-head';
export { intakeLimitsOf } from './domain/intake-limits-of';
export { intrusionLimitsOf } from './domain/intrusion-limits-of';
export { keysOf } from './domain/keys-of';
export { writePasswords } from './domain/passwords';
export { roomsOf } from './domain/rooms-of';
export { createProcessKit } from './domain/process-kit';
export type { ProcessKit, ProcessKitOptions } from './domain/process-kit';
export { intakeObserver } from './domain/intake-observer';
export { retentionObserver } from './domain/retention-observer';
export { planMetrics } from './domain/plan-metrics';
export { serveProcess } from './domain/serve-process';
export type { ServedProcess } from './domain/serve-process';
