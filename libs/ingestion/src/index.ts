// The front door of @hearth/ingestion: how a report comes in, and what is read of it.
export { createIntake } from './intake/create-intake';
export type { HeldReport, Intake, IntakeObserver, IntakeParts, Resubmission } from './intake/create-intake';
export { DEFAULT_LIMITS } from './intake/limits';
export type { IntakeLimits } from './intake/limits';
export type { ReadLine } from './intake/parse-lines';
export { REQUEST_CODES } from './intake/request-refusal';
export type { RequestCode } from './intake/request-refusal';
export { INTERNAL_CODES } from './domain/failure-tally';
export type { ReceiptBody, Verdict } from './domain/receipt';
export type { ReplayAnswer, ReplayPort, ReplayQuestion } from './domain/replay-port';
export { FAILURE_MEANINGS } from './domain/failure-reasons';
export { createIngestionSubgraph } from './create-ingestion-subgraph';
export type { IngestionSubgraphParts } from './create-ingestion-subgraph';
export { buildIngestionSchema } from './graphql/schema';
