/** The limits of an HTTP server. Times in milliseconds. */
export interface HttpLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last of its body. */
  readonly requestTimeoutMs: number;
  /** How long an idle connection is kept. */
  readonly keepAliveTimeoutMs: number;
  /** Bytes of all headers together. */
  readonly headerBytesMax: number;
  readonly connectionsMax: number;
  /** How long requests under way may take to end once the server stops. */
  readonly drainMs: number;
}

/** What holds unless said otherwise: slow senders are cut off, an orderly stop ends within ten seconds. */
export const HTTP_LIMITS: HttpLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  headerBytesMax: 16_384,
  connectionsMax: 2_000,
  drainMs: 10_000,
};
