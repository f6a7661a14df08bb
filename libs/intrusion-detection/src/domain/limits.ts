import type { Audience } from '@hearth/policy';

/** What readers and addresses may do, and from when on what they do is told as an alert. */
export interface IntrusionLimits {
  /** Requests that one address may keep up, a minute. Many people may share an address. */
  readonly addressRequestsPerMinute: number;
  /** Requests that one address may send at once after a rest. */
  readonly addressBurst: number;
  /** Requests that one reader may keep up, a minute, from wherever it asks. */
  readonly readerRequestsPerMinute: number;
  /** Requests that one reader may send at once after a rest. */
  readonly readerBurst: number;
  /** Bad tokens from one address within a minute that lock it out. */
  readonly badTokensPerMinute: number;
  /** The first lock-out, milliseconds; each further one is twice as long as the last. */
  readonly lockOutMs: number;
  /** The longest lock-out, milliseconds. */
  readonly lockOutMaxMs: number;
  /** How long after its end a lock-out still makes the next one longer, milliseconds. */
  readonly lockOutMemoryMs: number;
  /** Rows with personal or company-specific data a UTC day, for each reader, by its audience. */
  readonly rowsPerDay: Readonly<Record<Audience, number>>;
  /** Of these, rows that name a person (`user` and below it), for partners and consented parties. */
  readonly outsideContactRowsPerDay: number;
  /** Addresses that are remembered at once, and readers likewise: the bound on memory. */
  readonly addressesMax: number;
  readonly readersMax: number;
  /** Days of its own past that a reader is held against. */
  readonly historyDays: number;
  /** Days with activity before a reader's past says anything. */
  readonly historyDaysMin: number;
  /** How far over its median a reader's day may go, in median absolute deviations scaled to a standard deviation. */
  readonly volumeDeviations: number;
  /** Rows over its median that are never told, however regular a reader was. */
  readonly volumeRowsMin: number;
  /** Lookups by id that answer nothing, within ten minutes, that are told as enumeration. */
  readonly emptyLookups: number;
  /** Answers with a refusal in them, within ten minutes, that are told. */
  readonly refusedAnswers: number;
  /** Cursors that were not ours, or not this reader's, within ten minutes, that are told. */
  readonly badCursors: number;
}

const HOUR_MS = 3_600_000;

/**
 * What holds unless said otherwise. A page of the graph has 100 rows at most, so that a partner who pages through all that
 * it may see comes to an end after 50 full pages a day, 5 of them with contacts; a consented party after 5. What a court
 * order opens is bounded by the customers whom it names; its quota is as wide as the departments'.
 */
export const INTRUSION_LIMITS: IntrusionLimits = {
  addressRequestsPerMinute: 3_000,
  addressBurst: 600,
  readerRequestsPerMinute: 1_200,
  readerBurst: 300,
  badTokensPerMinute: 10,
  lockOutMs: 60_000,
  lockOutMaxMs: HOUR_MS,
  lockOutMemoryMs: 24 * HOUR_MS,
  rowsPerDay: {
    communication: 50_000,
    compliance: 50_000,
    'product-management': 10_000,
    'privacy-office': 50_000,
    operations: 10_000,
    'vendor-systems': 1_000_000,
    approvers: 10_000,
    installation: 100,
    partner: 5_000,
    'court-order': 50_000,
    'consented-party': 500,
    customer: 5_000,
    public: 100,
  },
  outsideContactRowsPerDay: 500,
  addressesMax: 50_000,
  readersMax: 10_000,
  historyDays: 28,
  historyDaysMin: 7,
  volumeDeviations: 6,
  volumeRowsMin: 100,
  emptyLookups: 20,
  refusedAnswers: 30,
  badCursors: 5,
};

/**
 * The limits with some of them changed. A limit can be raised, and none can be switched off: each is a whole number of at
 * least 1.
 *
 * @throws TypeError naming the limit.
 */
export function intrusionLimits(change: Partial<IntrusionLimits> = {}): IntrusionLimits {
  const limits = {
    ...INTRUSION_LIMITS,
    ...change,
    rowsPerDay: { ...INTRUSION_LIMITS.rowsPerDay, ...change.rowsPerDay },
  };
  for (const [name, value] of [...Object.entries(limits), ...Object.entries(limits.rowsPerDay)]) {
    if (typeof value === 'object') continue;
    if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`${name}: not a whole number above 0`);
  }
  return limits;
}
