// The front door of @hearth/intrusion-detection: named exports only.
export { createIntrusionGuard } from './intrusion-guard';
export type {
  IntrusionCode,
  IntrusionGuard,
  IntrusionGuardOptions,
  ReaderDay,
  TurnedAway,
} from './intrusion-guard';
export type { Answered } from './watch';
export { addressGroup } from './domain/address-group';
export { createRateLimit } from './domain/rate-limit';
export type { RateLimit, RateLimitOptions } from './domain/rate-limit';
export { DETECTORS } from './domain/alert';
export type { Alert, Detector } from './domain/alert';
export { INTRUSION_LIMITS, intrusionLimits } from './domain/limits';
export type { IntrusionLimits } from './domain/limits';
export { releasedRows } from './domain/released-rows';
export type { ReleasedRows } from './domain/released-rows';
