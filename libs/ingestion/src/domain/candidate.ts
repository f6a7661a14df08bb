import type { CountedHalf, IdentifyingHalf, ParsedReport } from '@hearth/report';

/** How a report continues the one before it. Digests are cut to 16 bytes, in hexadecimal. */
export interface ReportLink {
  /** Null where the installation could not keep its state. */
  readonly previous: string | null;
  /** Of this report's own text. */
  readonly digest: string;
}

/** A report that was read and split, with the keyed digests by which it is recognised. It lives in memory only. */
export interface Candidate {
  /** The report's id in lower-case hexadecimal: sorts as its bytes do. */
  readonly key: string;
  /** Whole, for the case that it must be held. */
  readonly report: ParsedReport;
  readonly counted: CountedHalf;
  readonly identifying: IdentifyingHalf;
  /** Keyed digest of the whole report, 16 bytes in hexadecimal: tells a repeat from another report under the same id. */
  readonly digest: string;
  /** Keyed digest of the identifying half, 16 bytes in hexadecimal. */
  readonly identityDigest: string;
  /** Keyed hash of the licence key, 32 bytes in hexadecimal. */
  readonly licence: string;
  /** UTC milliseconds. */
  readonly receivedAt: number;
  readonly dropped: readonly string[];
  /** Size of the line it came in, in bytes: groups are bounded by it. */
  readonly bytes: number;
  /** Brought by the crossing out of the inbox, after its licence key became known. */
  readonly resubmitted: boolean;
  /** Brought by the crossing out of the inbox, after it was refused once. */
  readonly replayed: boolean;
  /** The Ed25519 public key that its request was signed by, 32 bytes in hexadecimal; null where it was not signed. */
  readonly signedBy: string | null;
  /** When its sender says it was sent, UTC milliseconds; null where it was not signed. */
  readonly sentAt: number | null;
  /** Null for a client that knows of no chain. */
  readonly link: ReportLink | null;
}
