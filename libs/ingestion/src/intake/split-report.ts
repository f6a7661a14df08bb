import type { KeyRing } from '@hearth/keys';
import { hmac, licenceHash } from '@hearth/keys';
import type { ParsedReport } from '@hearth/report';
import { splitReport } from '@hearth/report';
import type { Candidate, ReportLink } from '../domain/candidate';
import { sortedJson, sortedJsonOnce } from '../domain/sorted-json';

/** Digests are cut to 16 bytes: they tell changes from repeats, and stand in every row. */
const DIGEST_BYTES = 16;

/** A signature of a request that was verified. */
export interface RequestSignature {
  /** The Ed25519 public key, 32 bytes in hexadecimal. */
  readonly publicKey: string;
  /** When the sender says that it was made, UTC milliseconds. */
  readonly createdAt: number;
}

/** Where and when a report came in. */
export interface Arrival {
  readonly address: string;
  /** UTC milliseconds. */
  readonly receivedAt: number;
  /** Size of its line in bytes. */
  readonly bytes: number;
  readonly dropped: readonly string[];
  readonly resubmitted: boolean;
  readonly replayed: boolean;
  readonly signature: RequestSignature | null;
  readonly link: ReportLink | null;
}

/** Splits a report at the door into what was counted and what identifies, and computes the digests it is known by. */
export type SplitReport = (report: ParsedReport, arrival: Arrival) => Candidate;

function reportText(report: ParsedReport): string {
  const { breakdowns, ...rest } = report;
  return `${sortedJson(rest)}${sortedJsonOnce(breakdowns)}`;
}

/** Makes the splitter with the keys of the intake: report-digest, identity-digest and licence-lookup. */
export function createSplitter(keys: KeyRing): SplitReport {
  const reportKey = keys.get('report-digest');
  const identityKey = keys.get('identity-digest');
  const lookupKey = keys.get('licence-lookup');
  const digestOf = (key: Buffer, domain: string, text: string) =>
    hmac(key, domain, text).toString('hex', 0, DIGEST_BYTES);
  return (report, arrival) => {
    const { counted, identifying } = splitReport(report, arrival.address);
    return {
      key: report.id.replaceAll('-', ''),
      report,
      counted,
      identifying,
      // Of what was read, not of the line: a client that writes the same report anew sends a repeat.
      digest: digestOf(reportKey, 'hearth/report-digest/v1', reportText(report)),
      identityDigest: digestOf(identityKey, 'hearth/identity-digest/v1', sortedJson(identifying)),
      licence: licenceHash(lookupKey, report.licenceKey).toString('hex'),
      receivedAt: arrival.receivedAt,
      bytes: arrival.bytes,
      dropped: arrival.dropped,
      resubmitted: arrival.resubmitted,
      replayed: arrival.replayed,
      signedBy: arrival.signature?.publicKey ?? null,
      sentAt: arrival.signature?.createdAt ?? null,
      link: arrival.link,
    };
  };
}
