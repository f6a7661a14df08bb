import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROOF_INTAKE_LIMITS } from './proof-intake-limits';
import { DatabaseSync } from './sqlite-reader';
import { startHearth, type Hearth } from '@hearth/assembly';
import type { IntrusionLimits } from '@hearth/intrusion-detection';
import { createKeys } from '@hearth/keys';
import { AUDIENCES, type Audience } from '@hearth/policy';
import { writePasswords } from '@hearth/process';
import { mysqlRooms, provision, schemaName, type RoomsConfig } from '@hearth/rooms';
import { startMysql, type TestMysql } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import { createConnection } from 'mysql2/promise';

/** Which database a proof runs on. */
export type Dialect = 'sqlite' | 'mysql';

/** The whole system, with what a proof may look at besides. */
export interface WholeHearth {
  readonly url: string;
  readonly hearth: Hearth;
  token(request: Omit<TokenRequest, 'client'> & { client?: string }): Promise<string>;
  /** Asks the graph over HTTP. */
  ask(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    token?: string,
  ): Promise<{ data?: unknown; errors?: readonly unknown[] }>;
  rollUp(): Promise<void>;
  /** How many report ids have this outcome. */
  countOutcome(outcome: string): Promise<number>;
  /** Rows of a table, read past every account. */
  rows(room: string, sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The prefix of the schemas of this proof, on a server that may be another proof's too. */
export const proofPrefix = (): string => `proof${process.pid % 100_000}`;

async function roomsFor(
  dialect: Dialect,
  home: string,
  keysFolder: string,
  given: TestMysql | undefined,
): Promise<{ rooms: RoomsConfig; server?: TestMysql; prefix: string }> {
  const prefix = proofPrefix();
  if (dialect === 'sqlite') return { rooms: { kind: 'sqlite', folder: join(home, 'data') }, prefix };
  const server = given ?? (await startMysql());
  if (!server) {
    throw new Error(
      'No MariaDB or MySQL at hand: put mariadbd on the path, or name a server in HEARTH_TEST_MYSQL_URL; or run with --on sqlite.',
    );
  }
  if (!existsSync(keysFolder)) createKeys(keysFolder);
  const passwords = writePasswords(keysFolder);
  await provision({ adminUrl: server.adminUrl, prefix, passwords });
  return { rooms: mysqlRooms({ adminUrl: server.adminUrl, prefix, passwords }), server, prefix };
}

/** A proof asks as one reader, from one address, more in a minute than readers do in a day. */
export const PROOF_LIMITS: Partial<IntrusionLimits> = {
  addressRequestsPerMinute: 10_000_000,
  addressBurst: 1_000_000,
  readerRequestsPerMinute: 10_000_000,
  readerBurst: 1_000_000,
  badTokensPerMinute: 1_000_000,
  rowsPerDay: Object.fromEntries(AUDIENCES.map((audience) => [audience, 1_000_000_000])) as Record<
    Audience,
    number
  >,
  outsideContactRowsPerDay: 1_000_000_000,
};

/** Who issues the tokens of a proof. */
export const PROOF_ISSUER = 'https://proof.hearth.invalid';

/**
 * Starts the whole system on a home, a fresh one or one that it had before; on MySQL each part has its own account.
 *
 * @param o.server a server of the proof's own, which is left running; absent, one is started and ended with the system
 */
export async function startWholeHearth(
  dialect: Dialect,
  home: string,
  o: {
    readonly trustedProxies?: readonly string[];
    readonly limits?: Partial<IntrusionLimits>;
    readonly server?: TestMysql;
  } = {},
): Promise<WholeHearth> {
  const keysFolder = join(home, 'keys');
  const { rooms, server, prefix } = await roomsFor(dialect, home, keysFolder, o.server);
  const hearth = await startHearth({
    host: '127.0.0.1',
    port: 0,
    rooms,
    keysFolder,
    headsFolder: join(home, 'heads'),
    issuer: PROOF_ISSUER,
    trustedProxies: o.trustedProxies ?? [],
    logLevel: 'error',
    limits: { ...PROOF_LIMITS, ...o.limits },
    intakeLimits: PROOF_INTAKE_LIMITS,
    // A proof runs these itself, when it wants them.
    rollUpSeconds: 86_400,
    crossingSeconds: 86_400,
    demonstration: false,
  });

  async function rows(room: string, sql: string): Promise<Record<string, unknown>[]> {
    if (!server) {
      const file = new DatabaseSync(join(home, 'data', `${room}.sqlite`), { readOnly: true });
      try {
        return file.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        file.close();
      }
    }
    const url = new URL(server.adminUrl);
    url.pathname = `/${schemaName(prefix, room as Parameters<typeof schemaName>[1])}`;
    const connection = await createConnection(url.href);
    try {
      const [found] = await connection.query(sql);
      return found as Record<string, unknown>[];
    } finally {
      await connection.end();
    }
  }

  return {
    url: hearth.url,
    hearth,
    token: async (request) => (await hearth.issuer.issue({ client: 'proof', ...request })).token,
    ask: async (query, variables, token) => {
      const response = await fetch(`${hearth.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as { data?: unknown; errors?: readonly unknown[] };
    },
    rollUp: () => hearth.settle(),
    countOutcome: async (outcome) =>
      Number(
        (await rows('usage', `SELECT COUNT(*) AS n FROM reports WHERE outcome = '${outcome}'`))[0]?.['n'],
      ),
    rows,
    close: async () => {
      await hearth.close();
      if (!o.server) await server?.stop();
    },
  };
}

/** Runs a proof and ends its process when it is through, whatever still holds a connection; non-zero where it throws. */
export function runToExit(main: () => Promise<void>): void {
  main().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
