import { CURRENT_POLICY } from '@hearth/policy';
import { MYSQL_SKIP_NOTICE, mysqlAtHand } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import { GATEWAYS, GRAPHS, startProcesses } from './testing/processes-under-test';
import type { GraphProcess, ProcessAnswer, ProcessesUnderTest } from './testing/processes-under-test';

const VENDOR: TokenRequest = { audience: 'vendor-systems', purposes: ['record-keeping'], client: 'crm' };
const APPROVER: TokenRequest = {
  audience: 'approvers',
  purposes: ['administration'],
  client: 'approver-one',
};
const DEPARTMENT: TokenRequest = { audience: 'communication', purposes: ['communication'], client: 'desk' };

if (!mysqlAtHand()) console.warn(MYSQL_SKIP_NOTICE);
const suite = mysqlAtHand() ? describe : describe.skip;

suite('every part as a process of its own, each with its own account', () => {
  let processes: ProcessesUnderTest;
  let customer: string;

  beforeAll(async () => {
    processes = await startProcesses();
  }, 180_000);
  afterAll(() => processes.stop(), 60_000);

  it('takes a report home: held at first, counted once its agreement is recorded, and read through the gateway', async () => {
    const vendor = await processes.token(VENDOR);
    const product = await processes.token({
      audience: 'product-management',
      purposes: ['statistics'],
      client: 'dashboard',
    });
    const observedAt = new Date(Date.now() - 60_000);
    const body = {
      schema: 1,
      id: '01940c3e-7c1a-7b0e-9d51-3f6f5a1c2b44',
      installationId: '5e0f4a0e-0f3c-4a0b-8a35-2c8b8a1d9f10',
      sequence: 1,
      product: 'roboserver',
      version: '11.5.0.3',
      edition: 'ENTERPRISE',
      reason: 'start-up',
      observedAt: observedAt.toISOString(),
      countersSince: observedAt.toISOString(),
      counters: { 'steps-executed': 5 },
      gauges: {},
      breakdowns: {},
      server: { cpus: 4, operatingSystem: 'Linux' },
      contact: { companyName: 'Apart Ltd', email: 'it@apart.example' },
      licenceKey: 'APART-0000-0001',
      policyVersion: CURRENT_POLICY.version,
    };
    const sent = await fetch(processes.at('intake', '/v1/reports'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await sent.json()).toMatchObject({ status: 'accepted' });

    const recorded = await processes.ask(
      'gateway',
      'mutation M($i: RecordCustomerInput!) { recordCustomer(input: $i) { id } }',
      { i: { externalKey: 'A', companyName: 'Apart Ltd', industry: '333', country: 'DK' } },
      vendor.token,
    );
    expect(recorded.errors).toBeUndefined();
    customer = (recorded.data as unknown as { recordCustomer: { id: string } }).recordCustomer.id;
    const agreed = await processes.ask(
      'gateway',
      'mutation M($i: RecordAgreementInput!) { recordAgreement(input: $i) { id } }',
      {
        i: {
          customer,
          externalKey: 'A1',
          orderNumber: 'O-1',
          edition: 'ENTERPRISE',
          startsOn: '2020-01-01',
          licenceKey: 'APART-0000-0001',
          installationConfirmation: 'NOT_REQUIRED',
          entitlements: [],
        },
      },
      vendor.token,
    );
    expect(agreed.errors).toBeUndefined();

    // Crossing and roll-up look once a second; a product counts in a month with as many reports as it declares.
    const month = observedAt.toISOString().slice(0, 7);
    let total: string | undefined;
    for (let tries = 0; tries < 60 && total !== '1'; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const answer = await processes.ask(
        'gateway',
        'query S($m: String!) { statistic(id: "roboserver-installations-by-version", period: { month: $m }) { total } }',
        { m: month },
        product.token,
      );
      total = (answer.data as unknown as { statistic: { total: string } | null } | undefined)?.statistic
        ?.total;
    }
    expect(total).toBe('1');
  }, 90_000);

  it('counts what has stayed its time before it removes it, then removes it, each room by an account of its own', async () => {
    const day = 86_400_000;
    await processes.sql(
      'personal',
      `INSERT INTO sightings (id, customer, installation, observed_at, received_at, differs)
       VALUES (UNHEX(REPEAT('01', 16)), 'cus_x', UNHEX(REPEAT('02', 16)), 0, ${Date.now() - 90 * day}, 0),
              (UNHEX(REPEAT('03', 16)), 'cus_x', UNHEX(REPEAT('02', 16)), 0, ${Date.now() - 89 * day}, 0)`,
    );
    const told = async (argument: string) => {
      const { output, code } = await processes.run('retention', argument);
      return [
        code,
        /^sightings +personal\.sightings +(\d+)$/m.exec(output)?.[1],
        /^rows: (\d+)$/m.exec(output)?.[1],
      ];
    };
    expect(await told('--dry-run')).toEqual([0, '1', '1']);
    expect(await told('--once')).toEqual([0, '1', '1']);
    expect(await told('--dry-run')).toEqual([0, '0', '0']);
    expect((await processes.run('retention', '--all')).code).toBe(2);
  }, 60_000);

  it('does not answer readers who come to a subgraph past the gateway', async () => {
    for (const graph of GRAPHS) {
      const response = await fetch(processes.at(graph, '/graphql'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(response.status).toBe(401);
    }
  });

  it('keeps its internal port for the crossing alone', async () => {
    const response = await fetch(processes.at('internal', '/internal/held'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
  });

  describe('what has ended is refused at the very next request, on every process', () => {
    const EVERYWHERE: readonly GraphProcess[] = [...GATEWAYS, ...GRAPHS];
    const NAME = 'query Q($id: ID!) { customer(id: $id) { companyName } }';
    const code = (answer: ProcessAnswer) => answer.errors?.[0]?.extensions.code;

    /** A mutation by one of the approvers or the vendor, at a gateway; its answer is the moment from which things have ended. */
    async function act<T>(
      as: TokenRequest,
      query: string,
      variables: object,
      at: GraphProcess = 'gateway',
    ): Promise<T> {
      const { token } = await processes.token(as);
      const { data, errors } = await processes.ask(at, query, variables, token);
      expect(errors).toBeUndefined();
      return Object.values(data ?? {})[0] as T;
    }

    /** One request to each process at once, none before: what each answers first. */
    async function firstAnswers(token: string): Promise<unknown[]> {
      const asked = await Promise.all(
        EVERYWHERE.map((name) => processes.ask(name, '{ __typename }', {}, token)),
      );
      return asked.map((answer, place) => [EVERYWHERE[place], answer.status, code(answer)]);
    }
    const everywhere = (answered: string | undefined) =>
      EVERYWHERE.map((name) => [
        name,
        answered !== undefined && GATEWAYS.some((gateway) => gateway === name) ? 401 : 200,
        answered,
      ]);

    it('a revoked token §security', async () => {
      const { token, id } = await processes.token(DEPARTMENT);
      expect(await firstAnswers(token)).toEqual(everywhere(undefined));
      await act(APPROVER, 'mutation M($id: ID!) { revokeToken(id: $id) { tokens } }', { id });
      expect(await firstAnswers(token)).toEqual(everywhere('UNAUTHENTICATED'));
    });

    it('a revoked client, whoever signed its tokens §security', async () => {
      const { id } = await act<{ id: string }>(
        APPROVER,
        'mutation M($i: RegisterClientInput!) { registerClient(input: $i) { id } }',
        { i: { name: 'A report', audience: 'COMMUNICATION', purposes: ['COMMUNICATION'] } },
      );
      const issued = await act<{ token: string }>(
        APPROVER,
        'mutation M($i: TokenInput!) { issueToken(input: $i) { token } }',
        { i: { client: id, purposes: ['COMMUNICATION'] } },
        'gateway-2',
      );
      const signed = await processes.token({ ...DEPARTMENT, client: id });
      expect(await firstAnswers(issued.token)).toEqual(everywhere(undefined));
      await act(
        APPROVER,
        'mutation M($id: ID!) { revokeClient(id: $id) { revokedAt } }',
        { id },
        'gateway-2',
      );
      expect(await firstAnswers(issued.token)).toEqual(everywhere('UNAUTHENTICATED'));
      expect(await firstAnswers(signed.token)).toEqual(everywhere('UNAUTHENTICATED'));
    });

    it('a closed court order §legal-order', async () => {
      const { id: person } = await act<{ id: string }>(
        APPROVER,
        'mutation M($i: RegisterClientInput!) { registerClient(input: $i) { id } }',
        { i: { name: 'Registrar', audience: 'COURT_ORDER', purposes: ['LEGAL_ORDER'] } },
      );
      const { id } = await act<{ id: string }>(
        APPROVER,
        'mutation M($i: CourtOrderInput!) { openCourtOrder(input: $i) { id } }',
        {
          i: {
            caseReference: '26-CV-0001',
            persons: [person],
            customers: [customer],
            categories: ['company'],
            from: new Date(Date.now() - 1_000).toISOString(),
            until: new Date(Date.now() + 3_600_000).toISOString(),
          },
        },
      );
      const reader: TokenRequest = {
        audience: 'court-order',
        purposes: ['legal-order'],
        client: person,
        party: id,
      };
      const { token } = await processes.token(reader);
      expect(await firstAnswers(token)).toEqual(everywhere('UNAUTHENTICATED'));
      await act(
        { ...APPROVER, client: 'approver-two' },
        'mutation M($id: ID!) { approveCourtOrder(id: $id) { state } }',
        {
          id,
        },
      );
      for (const gateway of GATEWAYS) {
        const { data } = await processes.ask(gateway, NAME, { id: customer }, token);
        expect(data).toEqual({ customer: { companyName: 'Apart Ltd' } });
      }
      await act(APPROVER, 'mutation M($id: ID!) { closeCourtOrder(id: $id) { state } }', { id }, 'gateway-2');
      expect(await firstAnswers(token)).toEqual(everywhere('UNAUTHENTICATED'));
    });

    it('a withdrawn consent, at either gateway and behind them §consent', async () => {
      const self: TokenRequest = {
        audience: 'customer',
        purposes: ['self-access'],
        client: 'customer-portal',
        customer,
      };
      const consented = (purpose: 'publication' | 'analysis') =>
        processes.token({
          audience: 'consented-party',
          purposes: [purpose],
          client: 'gazette',
          party: 'gazette',
        });
      const { id } = await act<{ id: string }>(
        self,
        'mutation M($i: GrantConsentInput!) { grantConsent(input: $i) { id } }',
        {
          i: {
            party: 'gazette',
            purpose: 'PUBLICATION',
            categories: ['company.name'],
            text: 'The Gazette may name us.',
          },
        },
      );
      const doors = [...GATEWAYS, 'customer-records'] as const;
      const first = async (token: string): Promise<unknown[]> => {
        const answers = await Promise.all(
          doors.map((name) => processes.ask(name, NAME, { id: customer }, token)),
        );
        return answers.map(({ data }) => data);
      };
      const { token } = await consented('publication');
      expect(await first(token)).toEqual(doors.map(() => ({ customer: { companyName: 'Apart Ltd' } })));
      const other = await consented('analysis');
      expect(await first(other.token)).toEqual(doors.map(() => ({ customer: null })));
      await act(self, 'mutation M($id: ID!) { withdrawConsent(id: $id) { id } }', { id }, 'gateway-2');
      expect(await first(token)).toEqual(doors.map(() => ({ customer: null })));
    });

    describe('an ended assignment', () => {
      const INSTALLATIONS = `query Q($of: [_Any!]!) {
        _entities(representations: $of) { ... on Customer { installations { edges { node { id } } } } }
      }`;
      const of = () => ({ of: [{ __typename: 'Customer', id: customer }] });
      const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);

      /** A partner with the customer assigned to it, which every process that knows of it lets in. */
      async function assigned(externalKey: string): Promise<{ partner: string; token: string }> {
        const { id: partner } = await act<{ id: string }>(
          VENDOR,
          'mutation M($i: RegisterPartnerInput!) { registerPartner(input: $i) { id } }',
          { i: { externalKey, name: 'Partner Ltd' } },
        );
        await act(
          VENDOR,
          'mutation M($i: AssignCustomersInput!) { assignCustomers(input: $i) { assigned } }',
          {
            i: { partner, customers: [customer], role: 'SUPPORTS', from: day(-10) },
          },
        );
        const { token } = await processes.token({
          audience: 'partner',
          purposes: ['compliance'],
          client: 'portal',
          party: partner,
        });
        for (const gateway of GATEWAYS) {
          const { data } = await processes.ask(gateway, NAME, { id: customer }, token);
          expect(data).toEqual({ customer: { companyName: 'Apart Ltd' } });
        }
        return { partner, token };
      }
      const END =
        'mutation M($p: ID!, $on: Date!) { endPartnership(partner: $p, on: $on) { contractEndsOn } }';

      it('shows nothing of the customer, at either gateway and behind them §affiliates', async () => {
        const { partner, token } = await assigned('P-1');
        const whole =
          'query Q($id: ID!) { customer(id: $id) { companyName installations { edges { node { id } } } } }';
        await act(VENDOR, END, { p: partner, on: day(-1) });
        const doors = [...GATEWAYS, 'customer-records'] as const;
        const first = await Promise.all(
          doors.map((name) =>
            processes.ask(name, name === 'customer-records' ? NAME : whole, { id: customer }, token),
          ),
        );
        for (const answer of first) expect(answer.data).toEqual({ customer: null });
      });

      // The usage room's own scopes follow within the second; this door holds at once by the assignments themselves.
      it('shows nothing of its installations either, at the ingestion subgraph alone §affiliates', async () => {
        const { partner, token } = await assigned('P-2');
        const edges = async (): Promise<unknown> => {
          const { data } = await processes.ask('ingestion', INSTALLATIONS, of(), token);
          return (data as { _entities: ({ installations: { edges: unknown[] } | null } | null)[] })
            ._entities[0]?.installations?.edges.length;
        };
        while ((await edges()) !== 1) await new Promise((resolve) => setTimeout(resolve, 100));
        await act(VENDOR, END, { p: partner, on: day(-1) });
        expect((await edges()) ?? 0).toBe(0);
      });
    });

    it('a field that an approved version of the policy takes away §amendments §departments', async () => {
      const { token } = await processes.token(DEPARTMENT);
      const doors = [...GATEWAYS, 'customer-records'] as const;
      const query = 'query Q($id: ID!) { customer(id: $id) { companyName industry } }';
      const first = (): Promise<ProcessAnswer[]> =>
        Promise.all(doors.map((name) => processes.ask(name, query, { id: customer }, token)));
      for (const { data } of await first())
        expect(data).toEqual({ customer: { companyName: 'Apart Ltd', industry: '333' } });
      const next = {
        ...CURRENT_POLICY,
        version: 'next',
        rules: CURRENT_POLICY.rules.map((rule) => ({
          ...rule,
          categories: rule.categories.flatMap((one) =>
            (rule.audience === 'communication' ||
              (rule.audience === 'partner' && rule.purpose === 'communication')) &&
            one === 'company'
              ? (['company.record', 'company.demographic'] as const)
              : [one],
          ),
        })),
      };
      await act(APPROVER, 'mutation M($d: String!) { proposePolicy(document: $d) { version } }', {
        d: JSON.stringify(next),
      });
      for (const { errors } of await first()) expect(errors).toBeUndefined();
      await act(
        { ...APPROVER, client: 'approver-two' },
        'mutation M($v: ID!) { approvePolicy(version: $v) { version } }',
        { v: 'next' },
        'gateway-2',
      );
      for (const answer of await first()) {
        expect(answer.data).toEqual({ customer: { companyName: null, industry: '333' } });
        expect(answer.errors?.[0]?.extensions).toMatchObject({
          code: 'FORBIDDEN',
          access: { category: 'company.name', policyVersion: 'next' },
        });
      }
      const told = await Promise.all(
        [...GATEWAYS, 'partner-access' as const].map((name) =>
          processes.ask(name, '{ whoAmI { policyVersion } }', {}, token),
        ),
      );
      for (const { data } of told) expect(data).toEqual({ whoAmI: { policyVersion: 'next' } });
    });
  });
});
