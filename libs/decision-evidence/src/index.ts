// The front door of @hearth/decision-evidence: what a door reads before it decides.
export { evidenceFrom, evidenceUnder, fixedEvidence } from './domain/evidence';
export type { Evidence, EvidenceSource, HeldGrant } from './domain/evidence';
export { createEvidenceSource, policyInForce } from './storage/evidence-source';
export type { EvidenceSourceOptions } from './storage/evidence-source';
export { POLICY_DOCUMENT_MAX, readPolicyDocument } from './storage/policy-document';
export { createRowEvidence } from './storage/row-evidence';
export type { RowEvidence, RowGrants } from './domain/row-evidence';
export { rowRightsOf } from './domain/row-rights';
