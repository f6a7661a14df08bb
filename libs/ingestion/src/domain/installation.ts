import type { Candidate } from './candidate';
import type { CountedCandidate } from './judge-group';

/** What is known of an installation: its last report speaks, first and last seen span all. */
export interface InstallationState {
  /** The installation's key, 16 bytes in hexadecimal. */
  readonly installation: string;
  /** Its customer's pseudonym, 16 bytes in hexadecimal. */
  readonly subject: string;
  readonly product: string;
  /** The installation id that the product reports, a UUID. */
  readonly reportedId: string;
  readonly version: string;
  readonly edition: string;
  readonly operatingSystem: string;
  readonly cpus: number | null;
  /** UTC milliseconds of the earliest observation. */
  readonly firstSeen: number;
  /** UTC milliseconds of the latest observation. */
  readonly lastObserved: number;
  /** The id of the latest report, a lower-case UUID. */
  readonly lastReport: string;
  /** The keyed digest of the last report's identifying half, 16 bytes in hexadecimal. */
  readonly identityDigest: string;
  /** The Ed25519 public key that it registered, 32 bytes in hexadecimal; null while it signs nothing. */
  readonly publicKey: string | null;
  /** False where its agreement says that none need be confirmed. */
  readonly needsConfirmation: boolean;
  /** When its latest report came in, UTC milliseconds. */
  readonly lastReceived: number;
  /** By how many seconds its clock was ahead of ours at its last signed request; null where it never signed. */
  readonly clockAhead: number | null;
}

const INT32_MAX = 2 ** 31 - 1;

/** Seconds that a clock is ahead, within what a column holds: beyond it, it is simply wrong. */
function secondsAhead({ sentAt, receivedAt }: Candidate): number | null {
  if (sentAt === null) return null;
  return Math.max(-INT32_MAX, Math.min(INT32_MAX, Math.round((sentAt - receivedAt) / 1000)));
}

/** The state that one report makes. */
export function installationOf({
  candidate,
  installation,
  subject,
  needsConfirmation,
}: CountedCandidate): InstallationState {
  const half = candidate.counted;
  return {
    installation,
    subject,
    product: half.product,
    reportedId: half.installationId,
    version: half.version,
    edition: half.edition,
    operatingSystem: half.server.operatingSystem,
    cpus: half.server.cpus ?? null,
    firstSeen: half.observedAt,
    lastObserved: half.observedAt,
    lastReport: half.id,
    identityDigest: candidate.identityDigest,
    publicKey: candidate.signedBy,
    needsConfirmation,
    lastReceived: candidate.receivedAt,
    clockAhead: secondsAhead(candidate),
  };
}

/**
 * Two states of one installation as one: the later observed report speaks, at one instant that of the smaller id. It is
 * commutative, associative, and harmless when repeated.
 */
export function mergeInstallations(a: InstallationState, b: InstallationState): InstallationState {
  const aSpeaks =
    a.lastObserved === b.lastObserved ? a.lastReport <= b.lastReport : a.lastObserved > b.lastObserved;
  const heardLast = a.lastReceived >= b.lastReceived ? a : b;
  const heardBefore = heardLast === a ? b : a;
  return {
    ...(aSpeaks ? a : b),
    firstSeen: Math.min(a.firstSeen, b.firstSeen),
    // Two keys of one installation never meet here: the second is refused before it is merged.
    publicKey: a.publicKey ?? b.publicKey,
    needsConfirmation: a.needsConfirmation && b.needsConfirmation,
    lastReceived: heardLast.lastReceived,
    clockAhead: heardLast.clockAhead ?? heardBefore.clockAhead,
  };
}
