import type { Policy } from '@hearth/policy';

/** What a door knows of who may do what, as it stood at one moment after it asked. */
export interface Evidence {
  /** Grows with every change of policy, order, client or revocation. */
  readonly revision: number;
  /** The version in force. */
  readonly policy: Policy;
  /** Whether the token of that id was withdrawn before its time, by itself or with its client. */
  isRevoked(tokenId: string, client: string): boolean;
}

/** Where a door reads its evidence from, once for each request. */
export interface EvidenceSource {
  /** Evidence no older than the call. Rejects where it cannot be read: then nobody is let in. */
  current(): Promise<Evidence>;
}

/** Evidence that never changes: for proofs and for composition, where no database stands behind the door. */
export function fixedEvidence(policy: Policy): EvidenceSource {
  const evidence: Evidence = { revision: 0, policy, isRevoked: () => false };
  return { current: () => Promise.resolve(evidence) };
}

/** Takes a policy for evidence that never changes, and a source as it is. */
export function evidenceFrom(policy: Policy | EvidenceSource): EvidenceSource {
  return 'current' in policy ? policy : fixedEvidence(policy);
}
