import type { RoomDatabase } from '@hearth/storage';
import type { SealedHalf } from './inbox-store';

/** How much the inbox may hold, in sealed bytes. */
export interface HeldLimits {
  readonly heldBytes: number;
  readonly quarantineBytes: number;
  readonly heldReadMs: number;
}

const bytesOf = (halves: readonly SealedHalf[]): number =>
  halves.reduce((sum, { sealed }) => sum + sealed.length, 0);

/**
 * How much room the inbox has left for what is held and for what was refused. The account `intake` may read of a half its kind
 * and its size and nothing else. Between two readings this process adds what it writes itself; what others write is seen at the
 * next reading, so several processes may overshoot by what they write in that time.
 */
export class HeldBudget {
  private held = 0;
  private quarantined = 0;
  private readAt = -Infinity;

  constructor(
    private readonly inbox: RoomDatabase,
    private readonly limits: HeldLimits,
    private readonly now: () => number,
  ) {}

  private async refresh(): Promise<void> {
    if (Math.abs(this.now() - this.readAt) < this.limits.heldReadMs) return;
    const rows = await this.inbox.read((m) =>
      m.query<{ kind: string; total: number | string }[]>(
        "SELECT kind, SUM(bytes) AS total FROM halves WHERE kind <> 'sighting' GROUP BY kind",
      ),
    );
    this.held = 0;
    this.quarantined = 0;
    for (const { kind, total } of rows) {
      if (kind === 'held') this.held += Number(total);
      else this.quarantined += Number(total);
    }
    this.readAt = this.now();
  }

  /** Whether these may be put into the inbox besides what is there. Each list is taken or left whole. */
  async fits(
    held: readonly SealedHalf[],
    quarantined: readonly SealedHalf[],
  ): Promise<{ readonly held: boolean; readonly quarantined: boolean }> {
    if (held.length + quarantined.length === 0) return { held: true, quarantined: true };
    await this.refresh();
    return {
      held: this.held + bytesOf(held) <= this.limits.heldBytes,
      quarantined: this.quarantined + bytesOf(quarantined) <= this.limits.quarantineBytes,
    };
  }

  /** Counts what was put in. */
  took(held: readonly SealedHalf[], quarantined: readonly SealedHalf[]): void {
    this.held += bytesOf(held);
    this.quarantined += bytesOf(quarantined);
  }
}
