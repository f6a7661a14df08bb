// The front door of @hearth/access-plan: named exports only.
export { ACCESS_DIRECTIVES_SDL, ACCESS_SPEC_URL } from './domain/directives';
export { readAccessTable } from './domain/access-table';
export type { AccessTable, FieldAccess } from './domain/access-table';
export { declaredAccess } from './domain/declared-access';
export { auditAccessTable } from './domain/audit-table';
export { accessError, isOutsider, refusalOf } from './domain/refusal';
export type { Refusal, RefusedThing } from './domain/refusal';
export type { Needed } from './domain/needed';
export { planAccess } from './domain/plan-access';
export type { AccessPlan, CompletedResult, PartialResult, PlanAccessOptions } from './domain/plan-access';
export type { ExplainedField } from './domain/explain-operation';
export type { CategoryRead, FieldVerdict } from './domain/judge';
export { schemaFor } from './domain/reader-schema';
export { createPlanCache } from './domain/plan-cache';
export type { PlanCache, PlanCounts } from './domain/plan-cache';
export { protectedCategories } from './domain/protected-categories';
export { BoundedMap } from './domain/bounded-map';
export type { RowKeys } from './domain/owner-keys';
export type { RowDoor, RowSubjects } from './domain/row-door';
export type { PrunedAnswer, RowRights } from './domain/prune-rows';
export { createAccessExplainer } from './domain/explain-access';
export type {
  AccessExplainer,
  AccessExplanation,
  ExplanationOutcome,
  FieldExplanation,
} from './domain/explain-access';
