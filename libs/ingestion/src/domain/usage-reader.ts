import type { CounterFact, DayFact } from '@hearth/catalogue';
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
}

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
  'installation' | 'product' | 'day' | 'countersSince' | 'counters' | 'gauges' | 'lastObserved'
> &
  Pick<CounterFact, 'isBase'>;

/** Which facts to read. Days are YYYYMMDD, both inclusive. */
export interface UsageQuery {
  readonly metrics: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Of how many installation days that were due how many were observed, for one product of one customer. */
export interface ProductCoverage {
  readonly product: string;
  readonly daysObserved: number;
  readonly daysDue: number;
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
  coverageOf(
    subjects: readonly string[],
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, readonly ProductCoverage[]>>;
  failures(page: FailurePage): Promise<readonly FailureRecord[]>;
  /** From and to are UTC milliseconds, the second exclusive. */
  outcomes(from: number, to: number): Promise<readonly OutcomeCount[]>;
}
