import type { CountedHalf } from '@hearth/report';

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
}

/** The state that one report makes. */
export function installationOf(
  half: CountedHalf,
  installation: string,
  subject: string,
  identityDigest: string,
): InstallationState {
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
    identityDigest,
  };
}

/**
 * Two states of one installation as one: the later observed report speaks, at one instant that of the smaller id. It is
 * commutative, associative, and harmless when repeated.
 */
export function mergeInstallations(a: InstallationState, b: InstallationState): InstallationState {
  const aSpeaks =
    a.lastObserved === b.lastObserved ? a.lastReport <= b.lastReport : a.lastObserved > b.lastObserved;
  return { ...(aSpeaks ? a : b), firstSeen: Math.min(a.firstSeen, b.firstSeen) };
}
