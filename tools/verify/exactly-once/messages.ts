import type { Failpoint } from '@hearth/failpoints';

/** Where a worker is to end itself. */
export type Ending =
  /** At the n-th time that it comes to this place, counted from 1 since it opened its home. */
  | { readonly at: Failpoint; readonly hit: number }
  /** While it answers its n-th request: half of the receipt's bytes have left. */
  | { readonly at: 'half-a-receipt'; readonly hit: number };

/** What a worker serves, and how. */
export interface Serving {
  readonly home: string;
  /** Absent: SQLite files in the home. */
  readonly mysql?: { readonly adminUrl: string; readonly prefix: string };
  /** 0 lets the system choose. */
  readonly port: number;
  /** A clock that stands still; the system's where absent. */
  readonly clock?: number;
  /** How often crossing, publication and roll-up run of themselves; never where absent. */
  readonly everySeconds?: { readonly crossing: number; readonly rollUp: number };
}

/** An agreement as its rows in the personal room, by table. */
export type AgreementRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** What a worker is told to do, one thing after another. */
export type Order =
  | { readonly do: 'open'; readonly serving: Serving; readonly ending?: Ending }
  | { readonly do: 'record-agreement'; readonly rows: AgreementRows }
  | { readonly do: 'set-clock'; readonly clock: number }
  | { readonly do: 'publish' | 'cross' | 'roll-up' | 'count-hits' | 'read-settings' | 'close' };

/** What it answers. */
export type Answer =
  | { readonly is: 'warm' }
  | {
      readonly is: 'done';
      readonly port?: number;
      readonly hits?: Readonly<Record<string, number>>;
      /** Settings of the database as the process's own connections have them. */
      readonly settings?: Readonly<Record<string, string>>;
    }
  | { readonly is: 'failed'; readonly message: string };
