import { randomUUID } from 'node:crypto';
import { describeEachDialect, type TestRooms } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import type { Hearth } from './start-hearth';
import { startTestHearth, type TestHearth } from './testing/test-hearth';

const NOBODY = 'cus_AAAAAAAAAAAAAAAAAAAAAA';
const LICENCE = 'CASE-0000-0001';
const EVERYTHING = `query Q($id: ID!) { customer(id: $id) { companyName country
  contacts { edges { node { name } } } agreements { orderNumber licenceKey }
  installations { edges { node { version ipAddress } } } partners { role partner { name } } } }`;

type Made = Readonly<Record<string, { readonly id: string }>>;

// Through the gateway and all subgraphs, on real accounts where the database has them.
describeEachDialect('a case, from its request to the erasure of its customer', ({ openRooms }) => {
  let rooms: TestRooms;
  let started: TestHearth;
  let hearth: Hearth;
  let customer: string;
  let partner: string;

  const ask = async (reader: Omit<TokenRequest, 'client'>, query: string, variables: object = {}) => {
    const { token } = await hearth.issuer.issue({ client: 'test', ...reader });
    const answer = await hearth.gateway.execute({
      query,
      variables: variables as Record<string, unknown>,
      authorization: `Bearer ${token}`,
    });
    return JSON.parse(JSON.stringify(answer)) as {
      data?: Readonly<Record<string, unknown>> | null;
      errors?: readonly unknown[];
    };
  };
  const made = async (reader: Omit<TokenRequest, 'client'>, query: string, variables: object) => {
    const answer = await ask(reader, query, variables);
    const id = Object.values((answer.data ?? {}) as Made)[0]?.id;
    if (id === undefined) throw new Error(JSON.stringify(answer.errors));
    return id;
  };
  const vendor: Omit<TokenRequest, 'client'> = {
    audience: 'vendor-systems',
    purposes: ['record-keeping'],
  };
  const own = () => ({ audience: 'customer', purposes: ['self-access'], customer }) as const;
  const office = (party?: string) =>
    ({
      audience: 'privacy-office',
      purposes: ['privacy-administration'],
      ...(party === undefined ? {} : { party }),
    }) as const;
  const open = (kind: string) =>
    made(own(), 'mutation M($i: OpenRequestInput!) { openRequest(input: $i) { id } }', {
      i: { kind, text: 'About us.' },
    });

  async function send(): Promise<void> {
    const at = new Date(Date.now() - 60_000).toISOString();
    const report = {
      schema: 1,
      id: randomUUID(),
      installationId: randomUUID(),
      sequence: 1,
      product: 'roboserver',
      version: '11.5.0.3',
      edition: 'ENTERPRISE',
      reason: 'daily',
      observedAt: at,
      countersSince: at,
      counters: { 'steps-executed': 7 },
      gauges: {},
      breakdowns: {},
      server: { cpus: 4, operatingSystem: 'Linux' },
      contact: { companyName: 'Casework Ltd', email: 'it@casework.example' },
      licenceKey: LICENCE,
      policyVersion: '2026.1',
    };
    const sent = await fetch(`${hearth.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(report),
    });
    const { receipts } = (await sent.json()) as { receipts: { status: string }[] };
    expect(receipts.map(({ status }) => status)).toEqual(['accepted']);
    await hearth.settle();
  }
  const outcomes = async (): Promise<Readonly<Record<string, number>>> => {
    const usage = await rooms.open('usage', 'usage-reader');
    const rows = await usage.read((m) =>
      m.query<{ outcome: string; n: unknown }[]>(
        'SELECT outcome, COUNT(*) AS n FROM reports GROUP BY outcome',
      ),
    );
    return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, Number(n)]));
  };

  beforeAll(async () => {
    rooms = await openRooms();
    started = await startTestHearth(rooms.config);
    ({ hearth } = started);
    customer = await made(
      vendor,
      'mutation M($i: RecordCustomerInput!) { recordCustomer(input: $i) { id } }',
      { i: { externalKey: 'CASE', companyName: 'Casework Ltd', country: 'DK' } },
    );
    await made(vendor, 'mutation M($i: RecordAgreementInput!) { recordAgreement(input: $i) { id } }', {
      i: {
        customer,
        externalKey: 'CASE-1',
        orderNumber: 'O-CASE',
        edition: 'ENTERPRISE',
        startsOn: '2020-01-01',
        licenceKey: LICENCE,
        installationConfirmation: 'NOT_REQUIRED',
        entitlements: [],
      },
    });
    partner = await made(
      vendor,
      'mutation M($i: RegisterPartnerInput!) { registerPartner(input: $i) { id } }',
      { i: { externalKey: 'P', name: 'Casework Partners' } },
    );
    await ask(vendor, 'mutation M($i: AssignCustomersInput!) { assignCustomers(input: $i) { __typename } }', {
      i: { partner, customers: [customer], role: 'SELLS', from: '2020-01-01' },
    });
    await send();
  }, 60_000);
  afterAll(async () => {
    await started.close();
    await rooms.close();
  });

  it('opens every room to the privacy office while it waits, and none before or after §contact', async () => {
    const nothing = JSON.stringify(await ask(office(), EVERYTHING, { id: NOBODY }));
    expect(JSON.stringify(await ask(office(), EVERYTHING, { id: customer }))).toBe(nothing);
    const request = await open('ACCESS');
    const whole = await ask(office(request), EVERYTHING, { id: customer });
    expect(whole.errors).toBeUndefined();
    expect(whole.data?.['customer']).toMatchObject({
      companyName: 'Casework Ltd',
      agreements: [{ licenceKey: LICENCE }],
      installations: { edges: [{ node: { version: '11.5.0.3' } }] },
      partners: [{ role: 'SELLS', partner: { name: 'Casework Partners' } }],
    });
    await made(
      office(),
      'mutation M($id: ID!) { answerRequest(id: $id, answer: "All of it is above.") { id } }',
      { id: request },
    );
    expect(JSON.stringify(await ask(office(request), EVERYTHING, { id: customer }))).toBe(nothing);
  });

  it('that asks for erasure ends with a customer who never was, to every reader, and unties its reports §contact', async () => {
    const readers: readonly Omit<TokenRequest, 'client'>[] = [
      vendor,
      { audience: 'communication', purposes: ['communication'] },
      { audience: 'compliance', purposes: ['compliance'] },
      { audience: 'partner', purposes: ['communication'], party: partner },
      { audience: 'partner', purposes: ['compliance'], party: partner },
      own(),
    ];
    for (const reader of readers) {
      expect((await ask(reader, EVERYTHING, { id: customer })).data?.['customer']).not.toBeNull();
    }
    const request = await open('ERASURE');
    const keysOfCommitments = async (): Promise<number> => {
      const access = await hearth.kit.room('access', 'gateway');
      const rows = await access.read((m) =>
        m.query<unknown[]>('SELECT customer FROM commitment_keys WHERE customer = ?', [customer]),
      );
      return rows.length;
    };
    expect(await keysOfCommitments()).toBe(1);
    await made(office(), 'mutation M($id: ID!, $c: ID!) { eraseCustomer(id: $id, case: $c) { id } }', {
      id: customer,
      c: request,
    });
    for (const reader of [...readers, office(request)]) {
      const asked = await ask(reader, EVERYTHING, { id: customer });
      expect(JSON.stringify(asked)).toBe(JSON.stringify(await ask(reader, EVERYTHING, { id: NOBODY })));
    }
    // What the record says of it stays, and nobody can tell any more that it is about this customer.
    expect(await keysOfCommitments()).toBe(0);
    expect(await outcomes()).toEqual({ counted: 1 });
    await send();
    expect(await outcomes()).toEqual({ counted: 1, held: 1 });
  });
});
