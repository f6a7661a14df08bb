import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountName } from '@hearth/rooms';
import type { WaitLedger } from '../wait-ledger';

/** Where a contestant keeps what it is sent. */
export type Place =
  | { readonly dialect: 'sqlite'; readonly folder: string }
  | {
      readonly dialect: 'mysql';
      readonly adminUrl: string;
      readonly prefix: string;
      readonly passwords: Readonly<Record<AccountName, string>>;
    };

/** What a contestant is started with. */
export interface Setup {
  readonly kind: 'no-op' | 'checked' | 'hearth' | 'typeorm-save' | 'graphql-save' | 'plain-insert';
  readonly place: Place;
  readonly corpus: string;
  readonly licenceKeys: readonly string[];
}

/** Which reports are to be inserted, how many at a time, and whether as they came or as the rows that Hearth makes of them. */
export interface InsertPart {
  readonly from: number;
  readonly reports: number;
  readonly reportsEach: number;
  readonly bodies: boolean;
}

/** A contestant that runs: behind a port, or told what to insert. */
export interface Running {
  readonly port?: number;
  readonly ledger?: WaitLedger;
  insert?(part: InsertPart): Promise<number>;
  close(): Promise<void>;
}

/** Listens at a free port of the loopback address. */
export async function listen(handler: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** The schema of the contestants that keep a table of their own, beside Hearth's rooms. */
export const OWN_SCHEMA = 'bench_plain';
