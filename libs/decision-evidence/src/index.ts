// The front door of @hearth/decision-evidence: what a door reads before it decides.
export { evidenceFrom, fixedEvidence } from './domain/evidence';
export type { Evidence, EvidenceSource } from './domain/evidence';
