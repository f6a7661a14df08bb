import { whenHostEnds } from './host-end';

/** What an attempt opens and must be able to close at once. */
export interface Closable {
  destroy(): unknown;
}

/** Thrown inside the transport alone: why nobody took the report, in a word or two without a value. */
export class Unanswered extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Unanswered';
  }
}

/**
 * One attempt: a single deadline over everything that it does, and a list of everything that it opened. Whatever ends it, be it
 * the answer, the deadline, a failure, `stop` or the host's own end, all of it is closed at once.
 */
export class Attempt {
  private readonly opened = new Set<Closable>();
  private readonly timer: NodeJS.Timeout;
  private readonly stopWatching: () => void;
  private fail: (error: Unanswered) => void = () => undefined;
  private readonly failed = new Promise<never>((_, reject) => (this.fail = reject));
  isOver = false;

  constructor(deadlineMs: number) {
    this.timer = setTimeout(() => this.end('deadline'), deadlineMs);
    this.timer.unref();
    this.stopWatching = whenHostEnds(() => this.end('host ended'));
    // Where nobody waits any more when it fails, that is no error of anyone's.
    this.failed.catch(() => undefined);
  }

  /** Runs the work until it is done or the attempt ends, whichever is first; then closes everything. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await Promise.race([work(), this.failed]);
    } finally {
      this.end('done');
    }
  }

  /** Makes the attempt close this when it ends; at once where it has ended. */
  own<T extends Closable>(closable: T): T {
    if (this.isOver) closable.destroy();
    else this.opened.add(closable);
    return closable;
  }

  /** Closes something before the end. */
  close(closable: Closable): void {
    this.opened.delete(closable);
    closable.destroy();
  }

  end(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.stopWatching();
    this.fail(new Unanswered(reason));
    for (const closable of this.opened) closable.destroy();
    this.opened.clear();
  }
}
