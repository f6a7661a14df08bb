import type { Refusal } from './quarantine';

/**
 * Counts requests that were turned away whole, in memory, and hands the counts on after a moment: a flood of them costs a row
 * for each code, and no statement for each request.
 */
export class TurnedAway {
  private readonly counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly flushMs: number,
    private readonly write: (refusals: readonly Refusal[]) => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Counts one. */
  add(code: string): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.flush(), this.flushMs).unref();
  }

  /** Writes what was counted; what cannot be written is counted again. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const refusals = [...this.counts].map(([code, count]) => ({ code, path: '', product: '', count }));
    this.counts.clear();
    if (refusals.length === 0) return;
    try {
      await this.write(refusals);
    } catch (error) {
      for (const { code, count } of refusals) this.counts.set(code, (this.counts.get(code) ?? 0) + count);
      this.onError(error);
    }
  }
}
