import { createEvidenceSource } from '@hearth/decision-evidence';
import { freshKeys } from '@hearth/keys';
import { CURRENT_POLICY, POLICY_VERSIONS } from '@hearth/policy';
import { entryOfRow } from '@hearth/release-record';
import type { EntryRow, ReleaseEntry } from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import { openTestRooms } from '@hearth/test-databases';
import { createIssuer, createVerifier } from '@hearth/tokens';
import type { TokenRequest, Verifier } from '@hearth/tokens';
import type { FormattedExecutionResult } from 'graphql';
import { createGateway } from '../gateway';
import type { Gateway, GatewayOptions } from '../gateway';
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
  /** The same room as the account that changes what the gateway decides by. */
  readonly policies: RoomDatabase;
  readonly verifier: Verifier;
  readonly clock: { now: number };
  readonly logged: unknown[];
  token(as: AskAs): Promise<{ token: string; id: string }>;
  ask(
    as: AskAs | undefined,
    query: string,
    rest?: { variables?: Record<string, unknown>; purpose?: string },
  ): Promise<FormattedExecutionResult>;
  records(): Promise<readonly ReleaseEntry[]>;
  another(options: Partial<GatewayOptions>): Promise<Gateway>;
  close(): Promise<void>;
}

/** Starts it on SQLite. */
export async function gatewayUnderTest(): Promise<GatewayUnderTest> {
  const rooms = await openTestRooms('sqlite');
  const keys = freshKeys(['token-signing', 'token-verifying', 'release-signing', 'commitment-master']);
  const clock = { now: Date.parse('2026-05-01T12:00:00Z') };
  const now = () => clock.now;
  const access = await rooms.open('access', 'gateway');
  const policies = await rooms.open('access', 'partner-access');
  await policies.write((m) =>
    m.query('UPDATE decision_stamp SET policy_version = ? WHERE id = 1', [CURRENT_POLICY.version]),
  );
  await assign(policies);
  await sayRecorders(await rooms.open('access', 'customer-records'));
  const verifier = createVerifier({
    verifyingKey: keys.get('token-verifying'),
    issuer: ISSUER,
    now,
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
    policy: createEvidenceSource({ access, now, versions: POLICY_VERSIONS }),
    access,
    keys,
    now,
    onError: (error) => logged.push(error),
  };
  const started: Gateway[] = [];
  const another = async (change: Partial<GatewayOptions>): Promise<Gateway> => {
    // Each writes a chain of its own, as gateways do.
    const writer = started.length === 0 ? 'gateway' : `gateway-${String(started.length)}`;
    const gateway = await createGateway({ ...options, writer, ...change });
    started.push(gateway);
    return gateway;
  };
  const gateway = await another({});
  const token = (as: AskAs) => issuer.issue({ client: 'a-test', ...as });
  return {
    gateway,
    graph,
    access,
    policies,
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

// The tests' own client recorded the first customer, and the one that a test records; another system the second.
async function sayRecorders(access: RoomDatabase): Promise<void> {
  await access.write((m) =>
    m.query(
      "INSERT INTO customer_recorders (customer, recorded_by) VALUES ('cus_1', 'a-test'), ('cus_2', 'crm'), ('cus_3', 'a-test')",
    ),
  );
}

/** The record of releases as it is stored, in order. */
export async function readRecords(access: RoomDatabase): Promise<readonly ReleaseEntry[]> {
  interface CustomerRow {
    readonly writer: string;
    readonly idx: unknown;
    readonly commitment: Uint8Array;
  }
  const rows = await access.read((m) => m.query<EntryRow[]>('SELECT * FROM release_entries ORDER BY seq'));
  const customers = await access.read((m) => m.query<CustomerRow[]>('SELECT * FROM release_customers'));
  return rows.map((row) =>
    entryOfRow(
      row,
      customers
        .filter(({ writer, idx }) => writer === row.writer && Number(idx) === Number(row.idx))
        .map(({ commitment }) => commitment),
    ),
  );
}
