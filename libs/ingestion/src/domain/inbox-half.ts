import type { WireReport } from '@hearth/report';
import { wireReportOf } from '@hearth/report';
import type { Candidate, ReportLink } from './candidate';

/** The version of what is sealed; the crossing reads this one. */
const FORMAT = 1;

/** The identifying half of a counted report, for the crossing to file. Instants are UTC milliseconds. */
export interface SightingHalf {
  readonly v: typeof FORMAT;
  /** The installation's key in the usage room, 16 bytes in hexadecimal. */
  readonly installation: string;
  readonly observedAt: number;
  readonly companyName?: string;
  readonly email?: string;
  readonly address: string;
  readonly licenceKey: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** A report that was held or refused, for the crossing to resubmit: whole, or of a refused one what is declared. */
export interface HeldHalf {
  readonly v: typeof FORMAT;
  readonly report: WireReport | JsonObject;
  /** UTC milliseconds. */
  readonly receivedAt: number;
  readonly address: string;
  /** What its signature and its text told, which cannot be told from the report again. */
  readonly signedBy?: string;
  readonly sentAt?: number;
  readonly link?: ReportLink;
}

/** The sighting of a counted report. */
export function sightingOf(candidate: Candidate, installation: string): SightingHalf {
  const { companyName, email, licenceKey, address } = candidate.identifying;
  return {
    v: FORMAT,
    installation,
    observedAt: candidate.counted.observedAt,
    ...(companyName === undefined ? {} : { companyName }),
    ...(email === undefined ? {} : { email }),
    address,
    licenceKey,
  };
}

/** What is kept of a refused report, and where it came from. */
export interface RefusedReport {
  readonly report: JsonObject;
  readonly receivedAt: number;
  readonly address: string;
  readonly signedBy: string | null;
  readonly sentAt: number | null;
}

/** What is kept of a report that was refused before it could be split. */
export function refusedOf({ report, receivedAt, address, signedBy, sentAt }: RefusedReport): HeldHalf {
  return {
    v: FORMAT,
    report,
    receivedAt,
    address,
    ...(signedBy === null ? {} : { signedBy }),
    ...(sentAt === null ? {} : { sentAt }),
  };
}

/** The whole of a report that is held. */
export function heldOf(candidate: Candidate): HeldHalf {
  const { report, receivedAt, identifying, signedBy, sentAt, link } = candidate;
  return {
    v: FORMAT,
    report: wireReportOf(report),
    receivedAt,
    address: identifying.address,
    ...(signedBy === null ? {} : { signedBy }),
    ...(sentAt === null ? {} : { sentAt }),
    ...(link === null ? {} : { link }),
  };
}
