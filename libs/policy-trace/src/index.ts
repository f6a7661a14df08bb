// The front door of @hearth/policy-trace: named exports only.
export { ENFORCEMENT } from './enforcement/enforcement';
export { readPolicyTrace, TRACE_FILE } from './committed-trace';
export { buildTrace } from './domain/build-trace';
export type { DeclaredFields, TraceParts } from './domain/build-trace';
export { traceFaults, traceFigures } from './domain/trace-faults';
export { markedTests, marksIn } from './domain/marked-test';
export type { ReportedTest } from './domain/marked-test';
export type {
  ClauseTrace,
  Enforcement,
  InPart,
  MarkedTest,
  Mechanism,
  PolicyTrace,
  TestStatus,
  TracedActionRule,
  TracedField,
  TracedMutation,
  TracedRefusal,
  TracedRule,
  TracedTest,
} from './domain/trace';
