import type { Exit } from './leaving';
import type { Growth } from './growth';
import type { Latency } from './latency';

/** What was found of one fault; `skipped` says in words why it could not be brought about. */
export interface Row {
  readonly name: string;
  readonly skipped?: string;
  readonly latency?: Latency;
  readonly growth?: Growth;
  /** What the server was asked for each attempt; only where there is one. */
  readonly requestsPerAttempt?: number;
  /** What one attempt took under the deadline that products have; only where the fault is one of waiting. */
  readonly deadlineMs?: number;
  readonly exit?: Exit;
}

/** Leaving takes tens of milliseconds, and hundreds on a busy machine; what waits for an attempt takes nearly five seconds. */
const EXIT_MARGIN_MS = 1500;
/** The deadline is 5 s; a timer of a busy machine comes late. */
const DEADLINE_MS = 5000;
const DEADLINE_MARGIN_MS = 500;

/** Nothing is tried twice, and no redirect is followed. */
const REQUESTS_PER_ATTEMPT = 1;

/** Each thing that this fault costs the host, in words; none where it costs nothing. `bare` is the exit without a client. */
export function costsOf(row: Row, bare: Exit): string[] {
  const costs: string[] = [];
  const { latency, growth, exit, deadlineMs, requestsPerAttempt } = row;
  if (latency && !latency.quiet) costs.push('requests are slower');
  if (latency?.attempts === 0) costs.push('no attempt was made beside the requests');
  if (growth?.strange) costs.push(`the fault was not this one: ${growth.strange}`);
  if (requestsPerAttempt !== undefined && requestsPerAttempt > REQUESTS_PER_ATTEMPT)
    costs.push('an attempt costs more than one request');
  if (growth && !growth.flat) costs.push('memory, files or sockets grow');
  if (growth?.leftBetween) costs.push(`left between attempts: ${growth.leftBetween}`);
  if (growth?.leftAfter) costs.push(`left after stopping: ${growth.leftAfter}`);
  if (deadlineMs !== undefined && deadlineMs > DEADLINE_MS + DEADLINE_MARGIN_MS)
    costs.push('an attempt outlasts its deadline');
  if (exit && exit.runsOutMs > bare.runsOutMs + EXIT_MARGIN_MS) costs.push('exit is delayed');
  if (exit && exit.callsExitMs > bare.callsExitMs + EXIT_MARGIN_MS)
    costs.push('exit is delayed where it is called');
  return costs;
}
