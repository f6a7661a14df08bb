// The front door of @hearth/decision-evidence: what a door reads before it decides.
export { evidenceFrom, fixedEvidence } from './domain/evidence';
export type { Evidence, EvidenceSource } from './domain/evidence';
export { createRowEvidence } from './storage/row-evidence';
export type { RowEvidence, RowGrants } from './domain/row-evidence';
export { rowRightsOf } from './domain/row-rights';
