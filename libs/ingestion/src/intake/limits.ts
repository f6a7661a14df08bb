/** The limits of the door, each with its unit in its name. */
export interface IntakeLimits {
  /** Bytes of a body as it is sent, compressed or not. */
  readonly bodyBytes: number;
  /** Bytes of a body after inflation. */
  readonly inflatedBytes: number;
  /** How many times its compressed size a body may inflate to, once it is longer than {@link ratioFromBytes}. */
  readonly inflationRatio: number;
  /** Short bodies of repeats compress well beyond any ratio and harm nobody: the ratio counts from this size. */
  readonly ratioFromBytes: number;
  /** Lines of an NDJSON body. */
  readonly lines: number;
  /** Bytes of one report. */
  readonly lineBytes: number;
  /** Milliseconds in which a body must have arrived. */
  readonly bodyMs: number;
  /** Inflated bytes of all requests in progress together; beyond it the answer is 503. */
  readonly inFlightBytes: number;
  /** Reports in one group commit. */
  readonly groupRows: number;
  /** Bytes of the reports in one group commit. */
  readonly groupBytes: number;
  /** Sealed bytes of held reports that the inbox may hold in all; beyond it their senders are asked to send again. */
  readonly heldBytes: number;
  /** Sealed bytes of refused reports that the inbox may hold in all; beyond it they are counted and not kept. */
  readonly quarantineBytes: number;
  /** Milliseconds after which the inbox is asked again how much it holds. */
  readonly heldReadMs: number;
  /** Milliseconds within which requests that were turned away are counted in the failures. */
  readonly turnedAwayMs: number;
  /** Seconds that a client is asked to wait after 503. */
  readonly retryAfterSeconds: number;
}

/** Sized for a batch of a day's reports of a large site; a spooling client splits what is larger. */
export const DEFAULT_LIMITS: IntakeLimits = {
  bodyBytes: 8 * 1024 * 1024,
  inflatedBytes: 64 * 1024 * 1024,
  // Real reports in batches compress 11 times, identical ones up to 100 times; a bomb reaches 1,030.
  inflationRatio: 200,
  ratioFromBytes: 1024 * 1024,
  lines: 10_000,
  lineBytes: 256 * 1024,
  bodyMs: 30_000,
  inFlightBytes: 256 * 1024 * 1024,
  groupRows: 2_000,
  groupBytes: 4 * 1024 * 1024,
  heldBytes: 256 * 1024 * 1024,
  quarantineBytes: 64 * 1024 * 1024,
  heldReadMs: 10_000,
  turnedAwayMs: 5_000,
  retryAfterSeconds: 5,
};
