import type { Audience, Policy } from '@hearth/policy';

/** What a token says of its holder besides its id and client: a court order is looked up by its party. */
export interface HeldGrant {
  readonly audience: Audience;
  readonly party?: string | undefined;
}

/** What a door knows of who may do what, as it stood at one moment after it asked. */
export interface Evidence {
  /** Grows with every change of policy, order, client or revocation. */
  readonly revision: number;
  /** The version in force. */
  readonly policy: Policy;
  /**
   * Whether a token was withdrawn before its time: by itself, with its client, or with the court order that it rests on,
   * which must be approved, open, begun and not over, and name the client.
   */
  isRevoked(tokenId: string, client: string, held?: HeldGrant): boolean;
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

/** The same evidence under another policy, which stays as it is given: what was revoked is still read for each request. */
export function evidenceUnder(policy: Policy, source: EvidenceSource): EvidenceSource {
  return { current: async () => ({ ...(await source.current()), policy }) };
}
