import type { ChainedReport, CounterFact, DayFact, InstallationStanding } from '@hearth/catalogue';
import type { CorrectionReason } from './gather-counted';
import type { InstallationDays } from './coverage';
import type { Withheld } from './row-grant';

/** An installation as a reader gets it. */
export interface InstallationRecord {
  /** 16 bytes in hexadecimal. */
  readonly id: string;
  readonly product: string;
  readonly version: string;
  readonly edition: string;
  readonly operatingSystem: string;
  readonly cpus: number | null;
  /** UTC milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly lastReceived: number;
  readonly standing: InstallationStanding;
  /** By how many seconds its clock was ahead of ours at its last signed request; null where it never signed. */
  readonly clockAheadSeconds: number | null;
}

/** Which installations of a customer are asked for: those that count, or those that nobody has confirmed yet. */
export type InstallationSet = 'COUNTED' | 'UNCONFIRMED';

/** A page of the installations of each customer. */
export interface InstallationPage {
  readonly product: string | undefined;
  readonly limit: number;
  /** The id behind which the page begins. */
  readonly after: string | undefined;
}

/** A fact as a series needs it. */
export type UsageFact = Pick<
  DayFact,
  'installation' | 'product' | 'day' | 'countersSince' | 'counters' | 'gauges' | 'lastObserved' | 'late'
> &
  Pick<CounterFact, 'isBase'>;

/** Which facts to read. Days are YYYYMMDD, both inclusive. */
export interface UsageQuery {
  readonly metrics: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly installations: InstallationSet;
}

/** Which days of installations to read. Days are YYYYMMDD, both inclusive. */
export type CoverageQuery = Omit<UsageQuery, 'metrics'>;

/** Changes to the figures of one day of one product after it had closed, for one reason. */
export interface CorrectionRecord {
  readonly day: number;
  readonly product: string;
  readonly reason: CorrectionReason;
  readonly count: bigint;
  /** UTC milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Which corrections to read. Days are YYYYMMDD, both inclusive. */
export interface CorrectionQuery {
  readonly from: number;
  readonly to: number;
  readonly product: string | undefined;
}

/** One line of the failures table. */
export interface FailureRecord {
  readonly code: string;
  readonly path: string;
  readonly product: string;
  readonly kind: string;
  readonly count: bigint;
  /** UTC milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** A page of the failures table. */
export interface FailurePage {
  readonly kind: string | undefined;
  readonly limit: number;
  readonly after: Pick<FailureRecord, 'code' | 'path' | 'product'> | undefined;
}

/** How many reports came to which outcome. */
export interface OutcomeCount {
  readonly outcome: string;
  readonly reports: number;
  /** UTC milliseconds. */
  readonly lastReceivedAt: number;
}

/**
 * The usage room as one reader may read it: the third of the three places where access is decided. Customers are pseudonyms
 * in hexadecimal; one that is not the reader's is absent from the answer, like one that does not exist. Each method throws
 * {@link Withheld} where the policy refuses the whole category.
 */
export interface UsageReader {
  /** Which of the customers the reader may know of here at all. */
  visible(subjects: readonly string[]): Promise<ReadonlySet<string>>;
  installationsById(ids: readonly string[]): Promise<ReadonlyMap<string, InstallationRecord>>;
  installationsOf(
    subjects: readonly string[],
    page: InstallationPage,
  ): Promise<ReadonlyMap<string, readonly InstallationRecord[]>>;
  /** The facts of the days asked for and, for each installation and start, the last one before them. */
  factsOf(
    subjects: readonly string[],
    query: UsageQuery,
  ): Promise<ReadonlyMap<string, readonly UsageFact[] | Withheld>>;
  /** The days of which there was a report, and since when one was due, by customer. */
  daysOf(
    subjects: readonly string[],
    query: CoverageQuery,
  ): Promise<ReadonlyMap<string, readonly InstallationDays[]>>;
  /** The chains of installations, by their ids, as far back as evidence is looked for. */
  chainsOf(installations: readonly string[]): Promise<ReadonlyMap<string, readonly ChainedReport[]>>;
  failures(page: FailurePage): Promise<readonly FailureRecord[]>;
  /** From and to are UTC milliseconds, the second exclusive. */
  outcomes(from: number, to: number): Promise<readonly OutcomeCount[]>;
  corrections(query: CorrectionQuery): Promise<readonly CorrectionRecord[]>;
}
