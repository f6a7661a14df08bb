import { createEvidenceSource } from '@hearth/decision-evidence';
import { freshKeys, newId } from '@hearth/keys';
import { CURRENT_POLICY, POLICY_VERSIONS } from '@hearth/policy';
import type { KeyRing } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import type { TestRooms } from '@hearth/test-databases';
import { createIssuer, createVerifier } from '@hearth/tokens';
import type { Issuer, TokenRequest } from '@hearth/tokens';
import { parse } from 'graphql';
import { createPartnerAccessSubgraph } from '../partner-access-subgraph';

/** Who a test asks as: everything of a token but its client, which is the test's. */
export type AskAs = Omit<TokenRequest, 'client'> & { readonly client?: string };

/** The subgraph over real rooms, with a clock that a test sets. */
export interface AccessUnderTest {
  readonly subgraph: Subgraph;
  readonly access: RoomDatabase;
  readonly personal: RoomDatabase;
  readonly keys: KeyRing;
  readonly issuer: Issuer;
  readonly published: string[][];
  readonly clock: { now: number };
  ask(as: AskAs | undefined, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The same with a token that is at hand. */
  askBearer(token: string, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Records a customer, with only what this library may see of one, and gives its id. */
  customer(recordedBy?: string): Promise<string>;
}

/** An answer as JSON would carry it. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions: { code: string } }[];
}

const ISSUER = 'https://issuer.test';
const CLIENT = 'a-test';

/** The vendor's system that records things in these tests. */
export const VENDOR: AskAs = { audience: 'vendor-systems', purposes: ['record-keeping'] };

/** A department that reads everything of partners. */
export const COMMUNICATION: AskAs = { audience: 'communication', purposes: ['communication'] };

/** One of those who propose and approve; another client is another person. */
export const APPROVER: AskAs = { audience: 'approvers', purposes: ['administration'] };

/** A partner by its id. */
export function partnerReader(party: string): AskAs {
  return { audience: 'partner', purposes: ['communication'], party };
}

/** A customer's id that nobody has recorded. */
export function customerId(): string {
  return newId('cus');
}

/** A graph around this subgraph's own, for what is told of the whole: another room's field, a filter, a mutation. */
export const AROUND_SDL = `
  type Query { customers(name: String @category(is: "company.name")): [Customer] @category(is: "company.record") }
  type Customer { accessClients: [String] @category(is: "access.client") }
  type Mutation { eraseCustomer(id: ID!): Boolean @audience(action: "customer.erase") }
`;

/** Builds the subgraph over fresh rooms, as part of the graph that an SDL describes. */
export async function accessUnderTest(
  rooms: TestRooms,
  startsAt: string,
  supergraphSdl = AROUND_SDL,
): Promise<AccessUnderTest> {
  const keys = freshKeys([
    'cursor',
    'token-signing',
    'token-verifying',
    'release-signing',
    'release-verifying',
    'commitment-master',
  ]);
  const clock = { now: Date.parse(startsAt) };
  const now = () => clock.now;
  const issuer = createIssuer({
    signingKey: keys.get('token-signing'),
    issuer: ISSUER,
    now,
    policy: CURRENT_POLICY,
  });
  const verifier = createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: ISSUER, now });
  const access = await rooms.open('access', 'partner-access');
  const personal = await rooms.open('personal', 'partner-access');
  const published: string[][] = [];
  const failures: unknown[] = [];
  const subgraph = await createPartnerAccessSubgraph({
    access,
    personal,
    keys,
    verifier,
    supergraphSdl,
    issuer,
    policy: createEvidenceSource({ access, now, versions: POLICY_VERSIONS }),
    now,
    onPublished: (customers) => {
      published.push([...customers]);
      return Promise.resolve();
    },
    onError: (error) => failures.push(error),
  });
  const askBearer = async (
    token: string | undefined,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer> => {
    const result = await subgraph.execute({
      document: parse(query),
      ...(variables ? { variables } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    });
    // A test that did not mean to fail inside says what failed.
    if (failures.length > 0) throw failures[0];
    return JSON.parse(JSON.stringify(result)) as Answer;
  };
  return {
    subgraph,
    access,
    personal,
    keys,
    issuer,
    published,
    clock,
    askBearer,
    ask: async (as, query, variables) =>
      askBearer(as && (await issuer.issue({ client: CLIENT, ...as })).token, query, variables),
    customer: async (recordedBy = CLIENT) => {
      const id = newId('cus');
      const records = await rooms.open('personal', 'customer-records');
      await records.write((m) =>
        m.query(
          `INSERT INTO customers (id, external_key, recorded_by, company_name, name_index, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, 0, 0)`,
          [id, id, recordedBy, Buffer.from('sealed'), Buffer.alloc(32)],
        ),
      );
      return id;
    },
  };
}
