import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import { TABLES } from '@hearth/rooms';
import type { RoomDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import type { DialectUnderTest, TestRooms } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import { createIssuer, createVerifier } from '@hearth/tokens';
import { parse } from 'graphql';
import { createCustomerRecordsSubgraph } from '../customer-records-subgraph';

const ISSUER = 'https://hearth.test';

export const VENDOR: TokenRequest = {
  audience: 'vendor-systems',
  purposes: ['record-keeping'],
  client: 'crm',
};
export const COMPLIANCE: TokenRequest = { audience: 'compliance', purposes: ['compliance'], client: 'desk' };
export const COMMUNICATION: TokenRequest = {
  audience: 'communication',
  purposes: ['communication'],
  client: 'desk',
};
export const partner = (party: string): TokenRequest => ({
  audience: 'partner',
  purposes: ['communication'],
  client: `${party}-portal`,
  party,
});
export const courtOrder = (party: string): TokenRequest => ({
  audience: 'court-order',
  purposes: ['legal-order'],
  client: 'clerk',
  party,
});
export const consentedParty = (party: string, purpose: 'publication' | 'analysis'): TokenRequest => ({
  audience: 'consented-party',
  purposes: [purpose],
  client: `${party}-desk`,
  party,
});
/** The privacy office, acting for a case where one is named. */
export const privacyOffice = (party?: string): TokenRequest => ({
  audience: 'privacy-office',
  purposes: ['privacy-administration'],
  client: 'office',
  ...(party === undefined ? {} : { party }),
});
export const customerItself = (customer: string): TokenRequest => ({
  audience: 'customer',
  purposes: ['self-access'],
  client: 'self',
  customer,
});

/** An answer as the gateway would get it over the wire: plain data, the bytes that are compared. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly access?: { readonly code: string } };
  }[];
}

/** The code of each error; of a refusal the policy's own code. */
export function codes(answer: Answer): readonly unknown[] {
  return (answer.errors ?? []).map(({ extensions: { code, access } }) => access?.code ?? code);
}

/** The whole library on fresh rooms of one dialect, with a clock that the test moves. */
export interface RecordsUnderTest {
  readonly rooms: TestRooms;
  readonly personal: RoomDatabase;
  readonly usage: RoomDatabase;
  readonly access: RoomDatabase;
  readonly keys: KeyRing;
  readonly subgraph: Subgraph;
  readonly clock: { at: number };
  ask(reader: TokenRequest, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  recordCustomer(input: Readonly<Record<string, unknown>>): Promise<string>;
  recordAgreement(customer: string, input?: Readonly<Record<string, unknown>>): Promise<Answer>;
  grant(party: string, customer: string, category?: string, until?: number | null): Promise<void>;
  /** Empties the rooms: quicker than new ones. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export const AGREEMENT = {
  externalKey: 'A-1',
  orderNumber: 'SO-1001',
  edition: 'enterprise',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  licenceKey: 'KEY-0001-ABCD',
  installationConfirmation: 'NOT_REQUIRED',
  entitlements: [
    {
      metric: 'steps-executed',
      limit: '9007199254740993',
      measure: 'SUM',
      period: 'MONTH',
      tolerancePercent: 10,
    },
  ],
};

export async function openRecords({ openRooms }: DialectUnderTest): Promise<RecordsUnderTest> {
  const rooms = await openRooms();
  const keys = freshKeys();
  const personal = await rooms.open('personal', 'customer-records');
  const usage = await rooms.open('usage', 'customer-records');
  const access = await rooms.open('access', 'customer-records');
  const clock = { at: Date.UTC(2026, 5, 1) };
  const now = () => clock.at;
  const issuer = createIssuer({
    signingKey: keys.get('token-signing'),
    issuer: ISSUER,
    now,
    policy: CURRENT_POLICY,
  });
  const verifier = createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: ISSUER, now });
  const subgraph = await createCustomerRecordsSubgraph({
    personal,
    usage,
    access,
    keys,
    verifier,
    policy: CURRENT_POLICY,
    now,
    onError: (error) => {
      throw error;
    },
  });
  const ask: RecordsUnderTest['ask'] = async (reader, query, variables) => {
    const { token } = await issuer.issue(reader);
    const authorization = `Bearer ${token}`;
    const result = await subgraph.execute({ document: parse(query), authorization, variables });
    return JSON.parse(JSON.stringify(result)) as Answer;
  };
  return {
    rooms,
    personal,
    usage,
    access,
    keys,
    subgraph,
    clock,
    ask,
    async recordCustomer(input) {
      const answer = await ask(
        VENDOR,
        'mutation ($input: RecordCustomerInput!) { recordCustomer(input: $input) { id } }',
        { input },
      );
      const record = answer.data?.['recordCustomer'] as { readonly id: string } | null | undefined;
      if (!record) throw new Error(JSON.stringify(answer.errors));
      return record.id;
    },
    recordAgreement: (customer, input = {}) =>
      ask(
        VENDOR,
        `mutation ($input: RecordAgreementInput!) { recordAgreement(input: $input) {
          id orderNumber edition startsOn endsOn licenceKey licenceKeyHint installationConfirmation
          entitlements { metric limit measure period tolerancePercent } } }`,
        { input: { ...AGREEMENT, customer, ...input } },
      ),
    async grant(party, customer, category = '*', until = null) {
      const scopes = await rooms.open('personal', 'partner-access');
      await scopes.write((m) =>
        m.query('INSERT INTO scope (party, customer, category, until_at, version) VALUES (?, ?, ?, ?, 1)', [
          party,
          customer,
          category,
          until,
        ]),
      );
    },
    async clear() {
      const inbox = await rooms.open('inbox', 'crossing');
      await inbox.write((m) => m.query('DELETE FROM halves'));
      await personal.write(async (m) => {
        for (const table of TABLES.personal) await m.query(`DELETE FROM ${table}`);
      });
      await usage.write(async (m) => {
        for (const table of ['subjects', 'scope']) await m.query(`DELETE FROM ${table}`);
      });
      await access.write(async (m) => {
        for (const table of ['assignments', 'scope', 'customer_recorders'])
          await m.query(`DELETE FROM ${table}`);
      });
    },
    async close() {
      await rooms.close();
    },
  };
}

/** The same room, with every statement written down as it is sent. */
export function recording(room: RoomDatabase): {
  readonly room: RoomDatabase;
  readonly statements: string[];
} {
  const statements: string[] = [];
  return {
    statements,
    room: {
      ...room,
      read: (fn) =>
        room.read((m) =>
          fn(
            new Proxy(m, {
              get(target, property, receiver) {
                if (property !== 'query') return Reflect.get(target, property, receiver) as unknown;
                return (text: string, values?: unknown[]) => {
                  statements.push(text);
                  return target.query(text, values);
                };
              },
            }),
          ),
        ),
    },
  };
}
