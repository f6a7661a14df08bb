import type { Failpoint } from './failpoints';

let reached: ((name: Failpoint) => void) | undefined;

/**
 * Says that the process has come to this place. In production nobody listens, and nothing can be made to from outside: no
 * setting, header or file is read.
 *
 * @example
 * await putIntoInbox(inbox, halves);
 * failpoint('intake.inbox-written');
 */
export function failpoint(name: Failpoint): void {
  reached?.(name);
}

/** Whether anybody listens: what is done in one go otherwise is then done step by step. */
export function failpointsArmed(): boolean {
  return reached !== undefined;
}

/**
 * Has `listener` told of each place that is reached from now on, in this process; nobody where absent. For proofs alone:
 * no library and no app may call it, and `tools/check` holds them to that.
 */
export function armFailpoints(listener?: (name: Failpoint) => void): void {
  reached = listener;
}
