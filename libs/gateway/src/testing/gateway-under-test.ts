import { freshKeys } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import { openTestRooms } from '@hearth/test-databases';
import { createIssuer, createVerifier } from '@hearth/tokens';
import type { TokenRequest, Verifier } from '@hearth/tokens';
import type { FormattedExecutionResult } from 'graphql';
import type { ReleaseRecord } from '../domain/release-record';
import { createGateway } from '../gateway';
import type { Gateway, GatewayOptions } from '../gateway';
import { createRevocations } from '../storage/revocations';
import { smallGraph } from './small-graph';
import type { SmallGraph } from './small-graph';

const ISSUER = 'https://issuer.test';

/** Who a test asks as. */
export type AskAs = Omit<TokenRequest, 'client'>;

export const COMMUNICATION: AskAs = { audience: 'communication', purposes: ['communication'] };
export const COMPLIANCE: AskAs = { audience: 'compliance', purposes: ['compliance'] };
export const PRODUCT: AskAs = { audience: 'product-management', purposes: ['statistics'] };
export const OPERATIONS: AskAs = { audience: 'operations', purposes: ['operation'] };
export const VENDOR: AskAs = { audience: 'vendor-systems', purposes: ['record-keeping'] };
export const PARTNER: AskAs = {
  audience: 'partner',
  purposes: ['communication', 'compliance'],
  party: 'par_1',
};

/** A gateway over the small graph and a real access room. */
export interface GatewayUnderTest {
  readonly gateway: Gateway;
  readonly graph: SmallGraph;
  readonly access: RoomDatabase;
  readonly verifier: Verifier;
  readonly clock: { now: number };
  readonly logged: unknown[];
  token(as: AskAs): Promise<{ token: string; id: string }>;
  ask(
    as: AskAs | undefined,
    query: string,
    rest?: { variables?: Record<string, unknown>; purpose?: string },
  ): Promise<FormattedExecutionResult>;
  records(): Promise<readonly ReleaseRecord[]>;
  another(options: Partial<GatewayOptions>): Promise<Gateway>;
  close(): Promise<void>;
}

/** Starts it on SQLite. */
export async function gatewayUnderTest(): Promise<GatewayUnderTest> {
  const rooms = await openTestRooms('sqlite');
  const keys = freshKeys(['token-signing', 'token-verifying']);
  const clock = { now: Date.parse('2026-05-01T12:00:00Z') };
  const now = () => clock.now;
  const access = await rooms.open('access', 'gateway');
  await assign(await rooms.open('access', 'partner-access'));
  const isRevoked = createRevocations({ access, now });
  const verifier = createVerifier({
    verifyingKey: keys.get('token-verifying'),
    issuer: ISSUER,
    now,
    isRevoked,
  });
  const issuer = createIssuer({
    signingKey: keys.get('token-signing'),
    issuer: ISSUER,
    now,
    policy: CURRENT_POLICY,
  });
  const graph = await smallGraph(verifier);
  const logged: unknown[] = [];
  const options: GatewayOptions = {
    ...graph,
    verifier,
    policy: CURRENT_POLICY,
    access,
    now,
    onError: (error) => logged.push(error),
  };
  const started: Gateway[] = [];
  const another = async (change: Partial<GatewayOptions>): Promise<Gateway> => {
    const gateway = await createGateway({ ...options, ...change });
    started.push(gateway);
    return gateway;
  };
  const gateway = await another({});
  const token = (as: AskAs) => issuer.issue({ client: 'a-test', ...as });
  return {
    gateway,
    graph,
    access,
    verifier,
    clock,
    logged,
    token,
    another,
    ask: async (as, query, { variables, purpose } = {}) =>
      gateway.execute({
        query,
        ...(variables ? { variables } : {}),
        ...(purpose ? { purpose } : {}),
        ...(as ? { authorization: `Bearer ${(await token(as)).token}` } : {}),
      }),
    records: () => readRecords(access),
    close: async () => {
      for (const one of started) await one.close();
      await rooms.close();
    },
  };
}

// What the small graph takes for granted: each of its two customers is assigned to a partner of its own.
async function assign(access: RoomDatabase): Promise<void> {
  await access.write(async (m) => {
    for (const [partner, customer] of [
      ['par_1', 'cus_1'],
      ['par_2', 'cus_2'],
    ]) {
      await m.query(
        "INSERT INTO partners (id, external_key, recorded_by, name) VALUES (?, ?, 'crm', 'A partner')",
        [partner, `key-${String(partner)}`],
      );
      await m.query(
        "INSERT INTO assignments (partner, customer, role, recorded_by, starts_on, revision) VALUES (?, ?, 'SELLS', 'crm', '2026-01-01', 1)",
        [partner, customer],
      );
    }
  });
}

/** The record of releases as it is stored, in order. */
export async function readRecords(access: RoomDatabase): Promise<readonly ReleaseRecord[]> {
  interface Row extends Omit<ReleaseRecord, 'categories' | 'policyVersion' | 'operationHash' | 'rows'> {
    readonly policy_version: string;
    readonly operation_hash: Uint8Array;
    readonly categories: never;
    readonly rows_released: number;
  }
  const rows = await access.read((m) => m.query<Row[]>('SELECT * FROM release_records ORDER BY seq'));
  return rows.map((row) => ({
    writer: row.writer,
    at: Number(row.at),
    reader: row.reader,
    audience: row.audience,
    purpose: row.purpose,
    token: row.token,
    clause: row.clause,
    policyVersion: row.policy_version,
    operationHash: Buffer.from(row.operation_hash),
    categories: JSON.parse(row.categories) as ReleaseRecord['categories'],
    rows: Number(row.rows_released),
    previous: Buffer.from(row.previous),
    hash: Buffer.from(row.hash),
  }));
}
