import type { Category } from '@hearth/policy';
import type { ExportReport, SignedHead } from '@hearth/release-record';

/** What only the privacy office sees of an entry. */
export interface ReleaseDetail {
  readonly writer: string;
  readonly index: number;
  readonly requestId: string;
  readonly reader: string;
  readonly token: string | null;
  readonly party: string | null;
  readonly policyVersion: string;
  readonly rows: number;
}

/** One entry of the record as its readers see it. */
export interface ReleaseLogEntry {
  /** Its place in the log, for paging; shown to nobody. */
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly audience: string;
  /** The partner's name, where the reader may know that it was this partner. */
  readonly partner: string | null;
  readonly purpose: string;
  readonly clauses: readonly string[];
  readonly categories: readonly Category[];
  /** Null for whom the record is about. */
  readonly detail: ReleaseDetail | null;
}

/** What a search of the record may ask for. Instants are UTC milliseconds; `to` is exclusive. */
export interface ReleaseLogFilter {
  readonly customer?: string | undefined;
  readonly reader?: string | undefined;
  readonly token?: string | undefined;
  readonly purpose?: string | undefined;
  readonly category?: Category | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Whom a token has read of. */
export interface Exposure {
  readonly entries: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly types: readonly string[];
  readonly categories: readonly Category[];
  /** Ids of the customers that are still known, sorted. */
  readonly customers: readonly string[];
  /** Commitments that no key opens any more: of customers who were erased, one for each of them and month. */
  readonly unattributed: number;
}

/** A page of an export: its lines, and where the next page begins; null after the last. */
export interface RecordPage {
  readonly lines: readonly string[];
  readonly next: RecordPosition | null;
}

/** Where an export goes on, and what it was bounded by when it began, so that it is of one moment. */
export interface RecordPosition {
  readonly entrySeq: number;
  readonly headSeq: number;
  readonly writer: string;
  readonly index: number;
}

/** The part of the third door that reads the record of releases, for one reader. A refused category throws AccessRefused. */
export interface ReleaseLog {
  /** Entries about one customer, newest first, behind a place. Empty for whoever may not see that customer's. */
  accessLog(customer: string, limit: number, beforeSeq?: number): Promise<readonly ReleaseLogEntry[]>;
  /** Entries that match, newest first. A filter by what the reader may not see is PartnerFault BAD_INPUT. */
  releaseRecords(
    filter: ReleaseLogFilter,
    limit: number,
    beforeSeq?: number,
  ): Promise<readonly ReleaseLogEntry[]>;
  /** The newest signed head of each writer. */
  releaseHeads(): Promise<readonly SignedHead[]>;
  /** Verifies what was written in a time, or all. Undefined for whoever may not see all of it. */
  verifyRecord(from?: number, to?: number): Promise<ExportReport | undefined>;
  exposureOf(token: string): Promise<Exposure | undefined>;
  exportPage(limit: number, position?: RecordPosition): Promise<RecordPage | undefined>;
}
