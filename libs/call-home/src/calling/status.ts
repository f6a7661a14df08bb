import type { Mode, ModeBy } from '../domain/mode';
import type { CallHomeOutcome } from '../domain/outcome';
import type { Counts } from '../state/kept';
import type { Client } from './client';

/** How the call-home fares; no value of the host's is in it. */
export interface CallHomeStatus {
  readonly mode: Mode;
  /** Who decided the mode. */
  readonly modeBy: ModeBy;
  /** Whether reports are sent: the mode is on, the agreement has begun, and the options can be used. */
  readonly isSending: boolean;
  /** Names of the options that cannot be used. */
  readonly faults: readonly string[];
  /** Where the state is kept; `memory` also where the disk is full or read-only. */
  readonly keeping: 'folder' | 'memory';
  /** Undefined until there is one. */
  readonly installationId: string | undefined;
  readonly waiting: number;
  readonly counts: Counts | undefined;
  /** How often something was left out, by path, with `*` for undeclared names. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastOutcome: CallHomeOutcome | undefined;
  readonly isStopped: boolean;
}

export function statusOf(client: Client): CallHomeStatus {
  const { memory, options } = client;
  return {
    mode: client.mode,
    modeBy: client.modeBy,
    isSending: (memory?.kept.onSince ?? null) !== null && options.faults.length === 0 && !client.isStopped,
    faults: options.faults,
    keeping: memory?.isKeeping === true ? 'folder' : 'memory',
    installationId: memory?.identity.installationId,
    waiting: memory?.kept.waiting.length ?? 0,
    counts: memory?.kept.counts,
    leftOut: Object.fromEntries(client.leftOut),
    attempts: client.attempts,
    failures: client.failures,
    lastOutcome: client.lastOutcome,
    isStopped: client.isStopped,
  };
}
