import type { Candidate } from '../domain/candidate';
import type { Verdict } from '../domain/receipt';
import type { Refusal } from './quarantine';
import type { IntakeLimits } from './limits';

/** One request's part in the queue. */
interface Waiting {
  readonly candidates: readonly Candidate[];
  refusals: readonly Refusal[];
  readonly verdicts: Verdict[];
  /** How many of its candidates have been taken into groups. */
  taken: number;
  readonly resolve: (verdicts: readonly Verdict[]) => void;
  readonly reject: (error: unknown) => void;
  failed: boolean;
}

/** A run of one request's candidates inside a group. */
interface Share {
  readonly waiting: Waiting;
  readonly candidates: readonly Candidate[];
}

/** Writes one group, and gives a verdict per candidate. */
export type Commit = (
  candidates: readonly Candidate[],
  refusals: readonly Refusal[],
) => Promise<readonly Verdict[]>;

/**
 * One writer per process. What arrives while a group is being committed forms the next one, which starts when the commit
 * returns: no timer, so that a single report waits for nobody, and many share a commit.
 */
export class GroupCommit {
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly commit: Commit,
    private readonly limits: Pick<IntakeLimits, 'groupRows' | 'groupBytes'>,
  ) {}

  /** Resolves when all of them are durable; rejects when one group could not be written, whatever became of the others. */
  submit(candidates: readonly Candidate[], refusals: readonly Refusal[]): Promise<readonly Verdict[]> {
    if (candidates.length === 0 && refusals.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.queue.push({ candidates, refusals, verdicts: [], taken: 0, resolve, reject, failed: false });
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing is waiting any more. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // One turn, so that requests which arrived together begin together.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const { shares, refusals } = this.nextGroup();
      try {
        const verdicts = await this.commit(
          shares.flatMap(({ candidates }) => candidates),
          refusals,
        );
        this.hand(shares, verdicts);
      } catch (error) {
        for (const { waiting } of shares) this.fail(waiting, error);
      }
    }
    this.running = undefined;
  }

  private nextGroup(): { shares: Share[]; refusals: Refusal[] } {
    const shares: Share[] = [];
    const refusals: Refusal[] = [];
    let rows = 0;
    let bytes = 0;
    while (this.queue.length > 0) {
      const waiting = this.queue[0] as Waiting;
      const from = waiting.taken;
      refusals.push(...waiting.refusals);
      waiting.refusals = [];
      while (waiting.taken < waiting.candidates.length) {
        const size = (waiting.candidates[waiting.taken] as Candidate).bytes;
        if (rows > 0 && (rows >= this.limits.groupRows || bytes + size > this.limits.groupBytes)) break;
        waiting.taken += 1;
        rows += 1;
        bytes += size;
      }
      shares.push({ waiting, candidates: waiting.candidates.slice(from, waiting.taken) });
      if (waiting.taken < waiting.candidates.length) break;
      this.queue.shift();
    }
    return { shares, refusals };
  }

  private hand(shares: readonly Share[], verdicts: readonly Verdict[]): void {
    let at = 0;
    for (const { waiting, candidates } of shares) {
      waiting.verdicts.push(...verdicts.slice(at, at + candidates.length));
      at += candidates.length;
      if (!waiting.failed && waiting.verdicts.length === waiting.candidates.length)
        waiting.resolve(waiting.verdicts);
    }
  }

  private fail(waiting: Waiting, error: unknown): void {
    waiting.failed = true;
    // What is left of the request is not worth writing: its sender will send it again.
    waiting.taken = waiting.candidates.length;
    if (this.queue[0] === waiting) this.queue.shift();
    waiting.reject(error);
  }
}
