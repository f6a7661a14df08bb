import type { InboxPosition } from '../storage/inbox';

const nameOf = ({ id, receivedAt }: InboxPosition): string => `${id.toString('hex')} ${receivedAt}`;

/**
 * What a crossing remembers of halves that wait for an agreement: the hash of their licence key, so that they need not be
 * opened again before that key is on record. It is memory alone: a new process opens each half once more.
 */
export class WaitingHalves {
  private hashes = new Map<string, string>();
  private met = new Map<string, string>();

  /** At most `max` halves are remembered; those beyond are opened on each run. */
  constructor(private readonly max: number) {}

  /** The hash of the licence key that a half waits for, in hexadecimal; undefined where it has not been opened. */
  hashOf(half: InboxPosition): string | undefined {
    return this.hashes.get(nameOf(half));
  }

  /** The half stays in the inbox after this run. */
  remember(half: InboxPosition, hash: string): void {
    if (this.met.size < this.max) this.met.set(nameOf(half), hash);
  }

  /** Ends a run: what it did not meet is no longer in the inbox, and is forgotten. */
  endRun(): void {
    this.hashes = this.met;
    this.met = new Map();
  }
}
