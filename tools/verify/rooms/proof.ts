import type { AccountName, RoomsConfig } from '@hearth/rooms';
import type { Connection } from 'mysql2/promise';

/** Rooms as `hearth provision` makes them, with the server's own account beside them. */
export interface Provisioned {
  readonly prefix: string;
  readonly adminUrl: string;
  readonly admin: Connection;
  readonly config: RoomsConfig;
  readonly passwords: Readonly<Record<AccountName, string>>;
}

/** What a proof found. */
export interface Proof {
  readonly name: string;
  readonly summary: string;
  readonly attempts: number;
  /** One sentence each. */
  readonly wrong: readonly string[];
}
