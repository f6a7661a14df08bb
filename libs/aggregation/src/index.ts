// The front door of @hearth/aggregation: monthly tables made of reports, and the subgraph that shows them.
export { createRollUp } from './roll-up';
export type { RollUp, RollUpOptions, RollUpProgress } from './roll-up';
export { buildAggregationSchema, createAggregationSubgraph } from './aggregation-subgraph';
export type { AggregationSubgraphOptions } from './aggregation-subgraph';
export { COHORT_SIZE_MIN } from './domain/fold';
