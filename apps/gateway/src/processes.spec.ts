import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import { keysOf, writePasswords } from '@hearth/process';
import { provision } from '@hearth/rooms';
import { MYSQL_SKIP_NOTICE, mysqlAtHand, startMysql, type TestMysql } from '@hearth/test-databases';
import { createIssuer } from '@hearth/tokens';

const root = join(__dirname, '..', '..', '..');
const ISSUER = 'https://processes.hearth.invalid';
const GRAPHS = ['customer-records', 'ingestion', 'aggregation', 'partner-access'] as const;

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function until(url: string, output: () => string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${url} never got ready: ${output()}`);
}

if (!mysqlAtHand()) console.warn(MYSQL_SKIP_NOTICE);
const suite = mysqlAtHand() ? describe : describe.skip;

suite('every part as a process of its own, each with its own account', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-processes-'));
  const keys = join(home, 'keys');
  const children: ChildProcess[] = [];
  let server: TestMysql;
  let ports: Record<string, number>;
  let output = '';

  function start(app: string, port: number, env: Record<string, string> = {}): void {
    const child = spawn(process.execPath, [join(root, 'tools', 'run.cjs'), `apps/${app}/src/main.ts`], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HEARTH_HOME: home,
        HEARTH_PORT: String(port),
        HEARTH_MYSQL_URL: server.adminUrl.replace(/\/\/[^@]*@/, '//'),
        HEARTH_MYSQL_PREFIX: 'apart',
        HEARTH_TOKEN_ISSUER: ISSUER,
        HEARTH_LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += `${app}: ${chunk.toString()}`));
    children.push(child);
  }

  beforeAll(async () => {
    server = (await startMysql()) as TestMysql;
    createKeys(keys);
    await provision({ adminUrl: server.adminUrl, prefix: 'apart', passwords: writePasswords(keys) });
    const names = [...GRAPHS, 'gateway', 'intake', 'internal', 'crossing', 'roll-up'];
    const free = await freePorts(names.length);
    ports = Object.fromEntries(names.map((name, index) => [name, free[index] as number]));
    const at = (name: string, path: string): string => `http://127.0.0.1:${ports[name]}${path}`;
    for (const graph of GRAPHS) start(graph, ports[graph] as number);
    start('intake', ports['intake'] as number, { HEARTH_INTERNAL_PORT: String(ports['internal']) });
    start('crossing', ports['crossing'] as number, {
      HEARTH_INTAKE_INTERNAL_URL: at('internal', '/internal/held'),
      HEARTH_CROSSING_SECONDS: '1',
    });
    start('roll-up', ports['roll-up'] as number, { HEARTH_ROLL_UP_SECONDS: '1' });
    start('gateway', ports['gateway'] as number, {
      HEARTH_CUSTOMER_RECORDS_URL: at('customer-records', '/graphql'),
      HEARTH_INGESTION_URL: at('ingestion', '/graphql'),
      HEARTH_AGGREGATION_URL: at('aggregation', '/graphql'),
      HEARTH_PARTNER_ACCESS_URL: at('partner-access', '/graphql'),
    });
    for (const name of names.filter((n) => n !== 'internal')) await until(at(name, '/readyz'), () => output);
  }, 180_000);

  afterAll(async () => {
    const gone = children.map(
      (child) =>
        new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(0))),
    );
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(gone);
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }, 60_000);

  async function ask(
    query: string,
    variables: object,
    token: string,
  ): Promise<{ data?: Record<string, never>; errors?: unknown[] }> {
    const response = await fetch(`http://127.0.0.1:${ports['gateway']}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data?: Record<string, never>; errors?: unknown[] };
  }

  it('takes a report home: held at first, counted once its agreement is recorded, and read through the gateway', async () => {
    const issuer = createIssuer({
      signingKey: keysOf(keys, 'issuer').get('token-signing'),
      issuer: ISSUER,
      now: Date.now,
      policy: CURRENT_POLICY,
    });
    const vendor = await issuer.issue({
      audience: 'vendor-systems',
      purposes: ['record-keeping'],
      client: 'crm',
    });
    const product = await issuer.issue({
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
    const sent = await fetch(`http://127.0.0.1:${ports['intake']}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await sent.json()).toMatchObject({ status: 'accepted' });

    const recorded = await ask(
      'mutation M($i: RecordCustomerInput!) { recordCustomer(input: $i) { id } }',
      { i: { externalKey: 'A', companyName: 'Apart Ltd', industry: '333', country: 'DK' } },
      vendor.token,
    );
    expect(recorded.errors).toBeUndefined();
    const { id } = (recorded.data as unknown as { recordCustomer: { id: string } }).recordCustomer;
    const agreed = await ask(
      'mutation M($i: RecordAgreementInput!) { recordAgreement(input: $i) { id } }',
      {
        i: {
          customer: id,
          externalKey: 'A1',
          orderNumber: 'O-1',
          edition: 'ENTERPRISE',
          startsOn: '2020-01-01',
          licenceKey: 'APART-0000-0001',
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
      const answer = await ask(
        'query S($m: String!) { statistic(id: "roboserver-installations-by-version", period: { month: $m }) { total } }',
        { m: month },
        product.token,
      );
      total = (answer.data as unknown as { statistic: { total: string } | null } | undefined)?.statistic
        ?.total;
    }
    expect(total).toBe('1');
  }, 90_000);

  it('does not answer readers who come to a subgraph past the gateway', async () => {
    for (const graph of GRAPHS) {
      const response = await fetch(`http://127.0.0.1:${ports[graph]}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(response.status).toBe(401);
    }
  });

  it('keeps its internal port for the crossing alone', async () => {
    const response = await fetch(`http://127.0.0.1:${ports['internal']}/internal/held`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
  });
});
