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
  /** Levels of nesting in one report's JSON. */
  readonly jsonDepth: number;
  /** Names in one report's JSON, at all levels together. */
  readonly jsonNames: number;
  /** Milliseconds in which a body must have arrived. */
  readonly bodyMs: number;
  /** Inflated bytes of all requests in progress together; beyond it the answer is 503. */
  readonly inFlightBytes: number;
  /** The same of one address: no more than this part of it. Beyond it the answer is 429. */
  readonly inFlightBytesOfAddress: number;
  /** Requests of one address in progress at one time. */
  readonly requestsAtOnceOfAddress: number;
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
  /** Bytes of reports that a licence puts into groups before it is another's turn. */
  readonly turnBytes: number;
  /** Seconds that a client is asked to wait after 503, and after 429 where nothing better is known. */
  readonly retryAfterSeconds: number;
  /** Reports a minute that one address (IPv4, or the first 64 bits of IPv6) may keep up; a request counts as one at least. */
  readonly addressReportsPerMinute: number;
  /** Reports a minute that one address may keep up under one licence key. */
  readonly licenceReportsPerMinute: number;
  /** Reports a minute that one address may keep up for one installation. */
  readonly installationReportsPerMinute: number;
  /** Reports a minute of all addresses together that have lately sent reports under licence keys of nobody. */
  readonly unknownKeyReportsPerMinute: number;
  /** How long "lately" is, milliseconds. */
  readonly unknownKeyMemoryMs: number;
  /** Minutes for which nothing was sent that may be made up for at once. */
  readonly burstMinutes: number;
  /** Addresses that are remembered at once, and licences and installations likewise: the bound on memory. */
  readonly sendersMax: number;
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
  // The deepest that the catalogue declares is 4; the most names in one of 110,742 real reports are 452.
  jsonDepth: 32,
  jsonNames: 10_000,
  bodyMs: 30_000,
  inFlightBytes: 256 * 1024 * 1024,
  inFlightBytesOfAddress: 96 * 1024 * 1024,
  requestsAtOnceOfAddress: 500,
  groupRows: 2_000,
  groupBytes: 4 * 1024 * 1024,
  heldBytes: 256 * 1024 * 1024,
  quarantineBytes: 64 * 1024 * 1024,
  heldReadMs: 10_000,
  turnedAwayMs: 5_000,
  // Some forty reports: with a hundred customers waiting, each is in every group.
  turnBytes: 32 * 1024,
  retryAfterSeconds: 5,
  // An import of all published reports of Jenkins, 110,742 under one licence, runs through without being slowed.
  addressReportsPerMinute: 30_000,
  licenceReportsPerMinute: 20_000,
  installationReportsPerMinute: 600,
  unknownKeyReportsPerMinute: 600,
  unknownKeyMemoryMs: 3_600_000,
  burstMinutes: 6,
  sendersMax: 50_000,
};
