// The front door of @hearth/policy: named exports only.
export { ACTIONS, AUDIENCES, OUTSIDERS, PURPOSES, ROOMS, ROW_SCOPES } from './domain/vocabulary';
export type { Action, Audience, Purpose, Room, RowScope } from './domain/vocabulary';
export { CATEGORIES, SENSITIVITIES, isProtected, isWithin } from './domain/categories';
export type { Category, CategoryDeclaration, Sensitivity } from './domain/categories';
export { CLAUSES } from './domain/clauses';
export type { Clause, ClauseId } from './domain/clauses';
export { PUBLIC_READER } from './domain/policy';
export type {
  ActionRule,
  AudienceDeclaration,
  Claim,
  Policy,
  PurposeDeclaration,
  Reader,
  Refusal,
  Retention,
  Rule,
  Some,
} from './domain/policy';
export { retentionCutOff } from './domain/retention-cut-off';
export { POLICY_2026_1 } from './domain/policy-2026-1';
export { POLICY_2026_2 } from './domain/policy-2026-2';
export { CURRENT_POLICY, POLICY_VERSIONS } from './domain/versions';
export { actionsFor, audiencePurposes, decide, decideAction } from './domain/decide';
export type { Allowed, Decision, RefusalCode, Refused } from './domain/decide';
export { INVARIANTS, auditPolicy } from './domain/audit';
export type { Invariant } from './domain/audit';
export { PolicyDocumentError, parsePolicy, readPolicy } from './domain/parsing/parse-policy';
export type { ReadPolicy } from './domain/parsing/parse-policy';
export { policyDigest, policyDocument } from './domain/policy-document';
export { policyChanges } from './domain/policy-changes';
export type { EntryChanges, PolicyDifference, WordChanges } from './domain/policy-changes';
export type {
  AccessChange,
  ActionChange,
  CategoryChange,
  Change,
  DeclaredAccess,
  FieldChange,
} from './domain/access-changes';
export { periodWords, processingRegister, rowWords } from './domain/processing-register';
export type {
  RegisterEntry,
  RegisterPurpose,
  RegisteredAction,
  RegisteredReading,
} from './domain/processing-register';
