import type { Candidate } from '../domain/candidate';
import type { Verdict } from '../domain/receipt';
import type { Refusal } from './quarantine';
import type { IntakeLimits } from './limits';
import { TurnQueue } from './turn-queue';

/** One request's part in the queue. */
interface Waiting {
  /** Requests are numbered as they come. */
  readonly number: number;
  readonly refusals: readonly Refusal[];
  readonly verdicts: Verdict[];
  /** What of it is not durable yet: its candidates, and its refusals as one. */
  left: number;
  readonly resolve: (verdicts: readonly Verdict[]) => void;
  readonly reject: (error: unknown) => void;
  failed: boolean;
}

/** One candidate of a request. */
interface Place {
  readonly waiting: Waiting;
  readonly index: number;
  readonly candidate: Candidate;
}

/** Writes one group, and gives a verdict per candidate. */
export type Commit = (
  candidates: readonly Candidate[],
  refusals: readonly Refusal[],
) => Promise<readonly Verdict[]>;

/**
 * One writer per process. What arrives while a group is being committed forms the next one, which starts when the commit
 * returns: no timer, so that a single report waits for nobody, and many share a commit. Where more waits than one group
 * holds, licences take turns: a customer's ten thousand lines do not stand before another's one report.
 */
export class GroupCommit {
  private readonly turns: TurnQueue<Place>;
  /** Requests whose refusals are still to be counted. */
  private refused: Waiting[] = [];
  private arrived = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly commit: Commit,
    private readonly limits: Pick<IntakeLimits, 'groupRows' | 'groupBytes' | 'turnBytes'>,
  ) {
    this.turns = new TurnQueue(limits.turnBytes);
  }

  /** Resolves when all of them are durable; rejects when one group could not be written, whatever became of the others. */
  submit(candidates: readonly Candidate[], refusals: readonly Refusal[]): Promise<readonly Verdict[]> {
    const left = candidates.length + (refusals.length > 0 ? 1 : 0);
    if (left === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.arrived += 1;
      const verdicts = new Array<Verdict>(candidates.length);
      const waiting = { number: this.arrived, refusals, verdicts, left, resolve, reject, failed: false };
      if (refusals.length > 0) this.refused.push(waiting);
      candidates.forEach((candidate, index) =>
        this.turns.put(candidate.licence, { waiting, index, candidate }, candidate.bytes),
      );
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
    while (!this.turns.isEmpty || this.refused.length > 0) {
      const places = this.nextPlaces();
      const refused = this.refused;
      this.refused = [];
      if (places.length === 0 && refused.length === 0) continue;
      try {
        const verdicts = await this.commit(
          places.map(({ candidate }) => candidate),
          refused.flatMap(({ refusals }) => refusals),
        );
        places.forEach(({ waiting, index }, at) => (waiting.verdicts[index] = verdicts[at] as Verdict));
        for (const { waiting } of places) settle(waiting);
        for (const waiting of refused) settle(waiting);
      } catch (error) {
        for (const { waiting } of places) fail(waiting, error);
        for (const waiting of refused) fail(waiting, error);
      }
    }
    this.running = undefined;
  }

  /** The next group. Whose turn it is decides who is in it; within it all stand as they arrived. */
  private nextPlaces(): Place[] {
    const places: Place[] = [];
    let bytes = 0;
    // What is left of a request that failed is not worth writing: its sender will send it again.
    const fits = ({ waiting, candidate }: Place): boolean =>
      waiting.failed ||
      places.length === 0 ||
      (places.length < this.limits.groupRows && bytes + candidate.bytes <= this.limits.groupBytes);
    for (let place = this.turns.take(fits); place !== undefined; place = this.turns.take(fits)) {
      if (place.waiting.failed) continue;
      places.push(place);
      bytes += place.candidate.bytes;
    }
    return places.sort((a, b) => a.waiting.number - b.waiting.number || a.index - b.index);
  }
}

function settle(waiting: Waiting): void {
  waiting.left -= 1;
  if (waiting.left === 0 && !waiting.failed) waiting.resolve(waiting.verdicts);
}

function fail(waiting: Waiting, error: unknown): void {
  waiting.failed = true;
  waiting.reject(error);
}
