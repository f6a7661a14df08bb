import { randomUUID } from 'node:crypto';
import { describeEachDialect, type TestRooms } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import type { Hearth } from './start-hearth';
import { startTestHearth, type TestHearth } from './testing/test-hearth';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): number => Math.floor(Date.now() / DAY_MS - days) * DAY_MS + 3_600_000;
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface Answer {
  readonly data?: Readonly<Record<string, never>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

describeEachDialect('the whole way of a report', ({ openRooms }) => {
  let rooms: TestRooms;
  let started: TestHearth;
  let hearth: Hearth;

  beforeAll(async () => {
    rooms = await openRooms();
    started = await startTestHearth(rooms.config);
    ({ hearth } = started);
  }, 60_000);
  afterAll(async () => {
    await started.close();
    await rooms.close();
  });

  const tokenFor = async (request: Omit<TokenRequest, 'client'>): Promise<{ token: string; id: string }> =>
    hearth.issuer.issue({ client: 'test', ...request });

  async function ask(query: string, variables: object, token?: string): Promise<Answer> {
    const response = await fetch(`${hearth.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }

  async function record(kind: string, input: object): Promise<string> {
    const { token } = await tokenFor({ audience: 'vendor-systems', purposes: ['record-keeping'] });
    const answer = await ask(
      `mutation M($i: Record${kind}Input!) { record${kind}(input: $i) { id } }`,
      { i: input },
      token,
    );
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return (answer.data as unknown as Record<string, { id: string }>)[`record${kind}`]?.id as string;
  }

  const agreement = (customer: string, key: string, licenceKey: string): Promise<string> =>
    record('Agreement', {
      customer,
      externalKey: key,
      orderNumber: `O-${key}`,
      edition: 'ENTERPRISE',
      startsOn: dayText(daysAgo(60)),
      licenceKey,
      installationConfirmation: 'NOT_REQUIRED',
      entitlements: [
        { metric: 'steps-executed', limit: '1000', measure: 'SUM', period: 'MONTH', tolerancePercent: 0 },
      ],
    });

  function report(licenceKey: string, installationId: string, at: number, steps: number): object {
    return {
      schema: 1,
      id: randomUUID(),
      installationId,
      sequence: 1,
      product: 'roboserver',
      version: '11.5.0.3',
      edition: 'ENTERPRISE',
      reason: 'daily',
      observedAt: new Date(at).toISOString(),
      countersSince: new Date(daysAgo(40)).toISOString(),
      counters: { 'steps-executed': steps },
      gauges: {},
      breakdowns: {},
      server: { cpus: 4, operatingSystem: 'Linux' },
      contact: { companyName: 'As Reported Ltd', email: 'it@reported.example' },
      licenceKey,
      policyVersion: '2026.1',
    };
  }

  async function send(reports: readonly object[]): Promise<readonly { status: string }[]> {
    const response = await fetch(`${hearth.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: reports.map((one) => JSON.stringify(one)).join('\n'),
    });
    return ((await response.json()) as { receipts: { status: string }[] }).receipts;
  }

  it('holds a report whose licence key it does not know, under the same receipt, and counts it once the agreement is there §voluntary', async () => {
    const installation = randomUUID();
    const reports = [
      report('LATE-0000-0001', installation, daysAgo(2), 100),
      report('LATE-0000-0001', installation, daysAgo(1), 160),
    ];
    expect((await send(reports)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    await hearth.settle();
    const customer = await record('Customer', {
      externalKey: 'LATE',
      companyName: 'Late Ltd',
      industry: '333',
      country: 'DK',
    });
    await agreement(customer, 'LATE-1', 'LATE-0000-0001');
    await hearth.settle();
    const { token } = await tokenFor({ audience: 'customer', purposes: ['self-access'], customer });
    const answer = await ask(
      `query Q($from: Date!, $to: Date!) { me { companyName
        installations { edges { node { product { id } version ipAddress } } }
        usage(metrics: ["steps-executed"], from: $from, to: $to, grain: DAY) { points { start increase } } } }`,
      { from: dayText(daysAgo(2)), to: dayText(daysAgo(1)) },
      token,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      me: {
        // What a report says of a company is a proposal: the record stays as it was recorded.
        companyName: 'Late Ltd',
        installations: {
          edges: [{ node: { product: { id: 'roboserver' }, version: '11.5.0.3', ipAddress: '127.0.0.1' } }],
        },
        usage: [{ points: expect.arrayContaining([{ start: dayText(daysAgo(1)), increase: '60' }]) }],
      },
    });
    expect((await send(reports)).map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
  });

  it('answers a page of fifty customers with five points each in as many statements as a page of ten', async () => {
    const reports: object[] = [];
    for (let number = 0; number < 50; number += 1) {
      const key = String(number).padStart(2, '0');
      const customer = await record('Customer', {
        externalKey: `PAGE-${key}`,
        companyName: `Page ${key}`,
        country: 'NO',
      });
      await record('Contact', {
        customer,
        externalKey: 'C',
        name: `Person ${key}`,
        email: `p${key}@page.example`,
      });
      await agreement(customer, 'A', `PAGE-0000-${key}00`);
      const installation = randomUUID();
      for (let day = 6; day >= 1; day -= 1)
        reports.push(report(`PAGE-0000-${key}00`, installation, daysAgo(day), (7 - day) * 10));
    }
    expect(new Set((await send(reports)).map(({ status }) => status))).toEqual(new Set(['accepted']));
    const { token } = await tokenFor({ audience: 'compliance', purposes: ['compliance'] });
    const databases = await Promise.all([
      hearth.kit.room('personal', 'customer-records'),
      hearth.kit.room('usage', 'usage-reader'),
      hearth.kit.room('access', 'partner-access'),
    ]);
    const statements = (): number => databases.reduce((sum, database) => sum + database.statementCount(), 0);
    const cost = async (first: number): Promise<number> => {
      const before = statements();
      const answer = await ask(
        `query Page($first: Int!, $from: Date!, $to: Date!) { customers(first: $first, filter: { country: "NO" }) { edges { node {
          companyName country contacts(first: 5) { edges { node { name email } } }
          agreements { orderNumber entitlements { metric limit } }
          installations(first: 5) { edges { node { version } } }
          usage(metrics: ["steps-executed"], from: $from, to: $to, grain: DAY) { points { start increase } }
          partners { role } } } } }`,
        { first, from: dayText(daysAgo(5)), to: dayText(daysAgo(1)) },
        token,
      );
      expect(answer.errors).toBeUndefined();
      const { edges } = (
        answer.data as unknown as { customers: { edges: { node: { usage: { points: unknown[] }[] } }[] } }
      ).customers;
      expect(edges).toHaveLength(first);
      for (const { node } of edges) expect(node.usage[0]?.points).toHaveLength(5);
      return statements() - before;
    };
    // The first request of a door reads what it decides by whole; the later ones, whether it changed.
    await cost(1);
    const ten = await cost(10);
    expect(ten).toBeGreaterThan(3);
    expect(await cost(50)).toBe(ten);
  }, 120_000);

  it('lets a partner see its own customers and nobody else, from assignment to the end of its term §affiliates', async () => {
    const mine = await record('Customer', { externalKey: 'MINE', companyName: 'Mine Ltd', country: 'FI' });
    const other = await record('Customer', { externalKey: 'OTHER', companyName: 'Other Ltd', country: 'FI' });
    const vendor = await tokenFor({ audience: 'vendor-systems', purposes: ['record-keeping'] });
    const made = await ask(
      'mutation M($i: RegisterPartnerInput!) { registerPartner(input: $i) { id } }',
      { i: { externalKey: 'P', name: 'Partner Ltd' } },
      vendor.token,
    );
    const partner = (made.data as unknown as { registerPartner: { id: string } }).registerPartner.id;
    const assign = (until: string): Promise<Answer> =>
      ask(
        'mutation M($i: AssignCustomersInput!) { assignCustomers(input: $i) { assigned } }',
        { i: { partner, customers: [mine], role: 'SUPPORTS', from: dayText(daysAgo(30)), until } },
        vendor.token,
      );
    const { token } = await tokenFor({ audience: 'partner', purposes: ['communication'], party: partner });
    const names = async (): Promise<unknown> =>
      (await ask('{ customers { edges { node { companyName } } } }', {}, token)).data;
    expect(await names()).toMatchObject({ customers: { edges: [] } });
    await assign(dayText(daysAgo(-30)));
    expect(await names()).toEqual({ customers: { edges: [{ node: { companyName: 'Mine Ltd' } }] } });
    expect(
      (await ask('query Q($id: ID!) { customer(id: $id) { companyName } }', { id: other }, token)).data,
    ).toEqual({ customer: null });
    await assign(dayText(daysAgo(1)));
    expect(await names()).toMatchObject({ customers: { edges: [] } });
  });

  it('refuses a token that was revoked §security', async () => {
    const { token, id } = await tokenFor({ audience: 'communication', purposes: ['communication'] });
    expect((await ask('{ whoAmI { audience } }', {}, token)).errors).toBeUndefined();
    const access = await hearth.kit.room('access', 'partner-access');
    await access.write(async (m) => {
      await m.query('INSERT INTO revoked_tokens (id, until_at) VALUES (?, ?)', [id, Date.now() + DAY_MS]);
      await m.query('UPDATE decision_stamp SET revision = revision + 1 WHERE id = 1');
    });
    expect((await ask('{ whoAmI { audience } }', {}, token)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('removes what has stayed its time, by itself and beside everything else, and tells how much §minimise', async () => {
    const inbox = await hearth.kit.room('inbox', 'intake');
    const received = [31, 29].map((days) => Date.now() - days * DAY_MS);
    await inbox.write(async (m) => {
      for (const [n, at] of received.entries())
        await m.query("INSERT INTO halves (id, kind, received_at, sealed) VALUES (?, 'held', ?, ?)", [
          Buffer.alloc(16, 200 + n),
          at,
          Buffer.from('a report that nobody can open'),
        ]);
    });
    const { removed, failed, unknown } = await hearth.retention.runOnce();
    expect([failed, unknown]).toEqual([[], []]);
    expect(removed.filter(({ rows }) => rows > 0)).toEqual([
      { class: 'held-reports', room: 'inbox', table: 'halves', rows: 1 },
    ]);
    const metrics = await (await fetch(`${hearth.url}/metrics`)).text();
    expect(metrics).toContain('hearth_retention_removed_rows_total{class="held-reports",table="halves"} 1');
    expect(metrics).toMatch(/^hearth_retention_last_whole_run_timestamp_seconds [1-9]/m);
  });

  it('keeps a record of every answer that names anybody, chained, and releases nothing when it cannot §knowledge §no-sharing', async () => {
    const access = await hearth.kit.room('access', 'partner-access');
    const count = async (): Promise<number> =>
      Number(
        (await access.read((m) => m.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM release_entries')))[0]
          ?.n,
      );
    const { token } = await tokenFor({ audience: 'communication', purposes: ['communication'] });
    const before = await count();
    await ask('{ products { id } whoAmI { audience } }', {}, token);
    expect(await count()).toBe(before);
    await ask('{ customers(first: 2) { edges { node { companyName } } } }', {}, token);
    expect(await count()).toBe(before + 1);
    const gateway = await hearth.kit.room('access', 'gateway');
    const broken = jest.spyOn(gateway, 'write').mockRejectedValue(new Error('the disk is full'));
    const answer = await ask('{ customers(first: 2) { edges { node { companyName } } } }', {}, token);
    broken.mockRestore();
    expect(JSON.stringify(answer)).not.toContain('Ltd');
    expect(answer.errors?.[0]?.extensions.code).toBe('RELEASE_NOT_RECORDED');
  });
});
