// The front door of @hearth/catalogue: what each product reports, and what is counted from it.
export { CATALOGUE_VERSION, PRODUCTS, productById, statisticById, STATISTICS } from './catalogue';
export { dayOf, daysBetween, daysOfMonth, dayStart, monthOf } from './domain/calendar';
export { cellsOf } from './domain/cells';
export type { Cell, CellInput } from './domain/cells';
export { cloneEvidence, versionFlipBacks } from './domain/clone-evidence';
export type { ChainedReport, CloneEvidence, Finding } from './domain/clone-evidence';
export { DAY_CLOSES_AFTER_DAYS, dayFactOf, increasesOf, isLate, mergeDayFact } from './domain/day-fact';
export type { CounterFact, DayFact, DayIncrease } from './domain/day-fact';
export { COUNT_MAX, INT64_MAX, placeOf } from './domain/metric';
export type {
  Breakdown,
  LabelForm,
  MetricDeclaration,
  MetricKind,
  MetricPlace,
  OpenLabels,
} from './domain/metric';
export { mergeMonthState, monthStateOf } from './domain/month-state';
export type { MonthDetail, MonthState, Observation } from './domain/month-state';
export type {
  Candidate,
  DimensionDeclaration,
  ProductDeclaration,
  ProductId,
  ProductRules,
} from './domain/product';
export type { Reading, Readings } from './domain/readings';
export { DIMENSION_KEYS, sourceOf } from './domain/statistic';
export type {
  DimensionKey,
  KeySource,
  Measure,
  StatisticDeclaration,
  StatisticKey,
  StatisticSource,
} from './domain/statistic';
export { countsAs, standingOf } from './domain/standing';
export type { ClaimVerdict, InstallationStanding } from './domain/standing';
export type { Subject } from './domain/subject';
export { compareVersions } from './domain/version-order';
export { editionOf, operatingSystemOf } from './products/shared-lists';
