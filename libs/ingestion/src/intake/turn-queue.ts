/** What waits for one owner, first come first. */
interface Lane<T> {
  readonly of: string;
  readonly items: { readonly item: T; readonly bytes: number }[];
  /** The first that was not taken yet. */
  at: number;
  /** Bytes that it may still take in its turn; below 0 where its last one was larger than what was left. */
  credit: number;
  /** Whose turn it is after this one. */
  next: Lane<T> | undefined;
}

/**
 * A queue whose owners take turns: each may take so many bytes, then the next one has its turn (surplus round robin), so that
 * who brought much makes nobody wait for it but itself. What one owner brought stays in its order.
 */
export class TurnQueue<T> {
  private readonly lanes = new Map<string, Lane<T>>();
  /** Whose turn it is; the others follow as a chain, so that a hundred thousand owners take turns as fast as two. */
  private first: Lane<T> | undefined;
  private last: Lane<T> | undefined;

  constructor(private readonly turnBytes: number) {}

  get isEmpty(): boolean {
    return this.first === undefined;
  }

  /** What is put in for an owner comes after all that it has waiting. */
  put(of: string, item: T, bytes: number): void {
    let lane = this.lanes.get(of);
    if (lane === undefined) {
      lane = { of, items: [], at: 0, credit: this.turnBytes, next: undefined };
      this.lanes.set(of, lane);
      this.append(lane);
    }
    lane.items.push({ item, bytes });
  }

  /** Takes what is next where it fits; what does not fit stays next. */
  take(fits: (item: T) => boolean): T | undefined {
    const lane = this.laneInTurn();
    const next = lane?.items[lane.at];
    if (lane === undefined || next === undefined || !fits(next.item)) return undefined;
    lane.at += 1;
    // What is empty takes room too.
    lane.credit -= Math.max(1, next.bytes);
    if (lane.at === lane.items.length) {
      this.first = lane.next;
      this.lanes.delete(lane.of);
    }
    return next.item;
  }

  /** Who has used up its turn goes to the end with credit for another one; who has gone far beyond it, more than once. */
  private laneInTurn(): Lane<T> | undefined {
    for (;;) {
      const lane = this.first;
      if (lane === undefined || lane.credit > 0) return lane;
      lane.credit += this.turnBytes;
      if (lane === this.last) continue;
      this.first = lane.next;
      this.append(lane);
    }
  }

  private append(lane: Lane<T>): void {
    lane.next = undefined;
    if (this.first === undefined || this.last === undefined) this.first = lane;
    else this.last.next = lane;
    this.last = lane;
  }
}
