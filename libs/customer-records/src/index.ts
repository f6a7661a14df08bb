// The front door of @hearth/customer-records: named exports only.
export { createCustomerRecordsSubgraph } from './customer-records-subgraph';
export type { CustomerRecordsOptions } from './customer-records-subgraph';
export { buildCustomerRecordsSchema } from './graphql/schema';
export { createCrossing } from './crossing/crossing';
export type { Crossing, CrossingParts, CrossingRun, Resubmission } from './crossing/crossing';
export { replayQuestionIn } from './crossing/replay';
export type { Replay, ReplayedGroup, ReplayQuestion } from './crossing/replay';
export { publishToUsage } from './storage/publication';
export type { Published } from './storage/publication';
export type { PublicationParts } from './storage/publication-parts';
export type { HeldReport, SightingHalf } from './domain/sealed-halves';
export { INDUSTRIES, industryTitle } from './domain/industries';
export { COUNTRY_CODES } from './domain/countries';
export { SIZE_BANDS } from './domain/size-bands';
export type { SizeBand } from './domain/size-bands';
