import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import { keysOf, writePasswords } from '@hearth/process';
import { provision, schemaName, type RoomName } from '@hearth/rooms';
import { startMysql, type TestMysql } from '@hearth/test-databases';
import { createConnection } from 'mysql2/promise';
import { createIssuer, type IssuedToken, type TokenRequest } from '@hearth/tokens';
import { environment } from '../config';

const root = join(__dirname, '..', '..', '..', '..');
const ISSUER = 'https://processes.hearth.invalid';
/** The four subgraphs, each a process. */
export const GRAPHS = ['customer-records', 'ingestion', 'aggregation', 'partner-access'] as const;
/** Two gateways, each with a chain of releases of its own. */
export const GATEWAYS = ['gateway', 'gateway-2'] as const;

/** A process that answers the graph. */
export type GraphProcess = (typeof GRAPHS)[number] | (typeof GATEWAYS)[number];

/** What a process answered. */
export interface ProcessAnswer {
  readonly status: number;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Every part of Hearth as a process of its own, each with its own account, on MariaDB or MySQL. */
export interface ProcessesUnderTest {
  /** Where a process answers. */
  at(name: string, path: string): string;
  /** Asks a process, a subgraph with the gateway's credential. */
  ask(name: GraphProcess, query: string, variables: object, token?: string): Promise<ProcessAnswer>;
  token(request: TokenRequest): Promise<IssuedToken>;
  /** Runs a process that does one thing and ends; what it wrote, and its exit code. */
  run(app: string, argument: string): Promise<{ readonly output: string; readonly code: number | null }>;
  /** A statement past every account. */
  sql(room: RoomName, statement: string): Promise<void>;
  stop(): Promise<void>;
}

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

/** Starts them all and waits until each is ready. */
export async function startProcesses(): Promise<ProcessesUnderTest> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-processes-'));
  const keys = join(home, 'keys');
  const children: ChildProcess[] = [];
  let output = '';
  const server = (await startMysql()) as TestMysql;
  createKeys(keys);
  await provision({ adminUrl: server.adminUrl, prefix: 'apart', passwords: writePasswords(keys) });
  const names = [...GRAPHS, ...GATEWAYS, 'intake', 'internal', 'crossing', 'roll-up', 'retention'];
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, index) => [name, free[index] as number]));
  const at = (name: string, path: string): string => `http://127.0.0.1:${String(ports[name])}${path}`;

  function spawned(app: string, env: Record<string, string>, ...more: string[]) {
    return spawn(process.execPath, [join(root, 'tools', 'run.cjs'), `apps/${app}/src/main.ts`, ...more], {
      env: {
        PATH: environment()['PATH'] ?? '',
        HEARTH_HOME: home,
        HEARTH_MYSQL_URL: server.adminUrl.replace(/\/\/[^@]*@/, '//'),
        HEARTH_MYSQL_PREFIX: 'apart',
        HEARTH_TOKEN_ISSUER: ISSUER,
        HEARTH_LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  function start(name: string, env: Record<string, string> = {}, app = name): void {
    const child = spawned(app, { HEARTH_PORT: String(ports[name]), ...env });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += `${name}: ${chunk.toString()}`));
    children.push(child);
  }

  for (const graph of GRAPHS)
    start(graph, graph === 'ingestion' ? { HEARTH_CROSSING_URL: at('crossing', '/internal/replay') } : {});
  start('intake', { HEARTH_INTERNAL_PORT: String(ports['internal']) });
  start('crossing', {
    HEARTH_INTAKE_INTERNAL_URL: at('internal', '/internal/held'),
    HEARTH_CROSSING_SECONDS: '1',
  });
  start('roll-up', { HEARTH_ROLL_UP_SECONDS: '1' });
  start('retention');
  for (const name of GATEWAYS) {
    start(
      name,
      {
        HEARTH_CUSTOMER_RECORDS_URL: at('customer-records', '/graphql'),
        HEARTH_INGESTION_URL: at('ingestion', '/graphql'),
        HEARTH_AGGREGATION_URL: at('aggregation', '/graphql'),
        HEARTH_PARTNER_ACCESS_URL: at('partner-access', '/graphql'),
        HEARTH_GATEWAY_NAME: name,
      },
      'gateway',
    );
  }
  for (const name of names.filter((one) => one !== 'internal'))
    await until(at(name, '/readyz'), () => output);

  const credential = keysOf(keys, 'gateway').get('gateway-credential').toString('base64url');
  const issuer = createIssuer({
    signingKey: keysOf(keys, 'issuer').get('token-signing'),
    issuer: ISSUER,
    now: Date.now,
    policy: CURRENT_POLICY,
  });
  return {
    at,
    ask: async (name, query, variables, token) => {
      const isGateway = GATEWAYS.some((gateway) => gateway === name);
      const response = await fetch(at(name, '/graphql'), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(isGateway ? {} : { 'hearth-gateway-credential': credential }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, ...((await response.json()) as Omit<ProcessAnswer, 'status'>) };
    },
    token: (request) => issuer.issue(request),
    run: async (app, argument) => {
      const child = spawned(app, {}, argument);
      let written = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { output: written, code };
    },
    sql: async (room, statement) => {
      const url = new URL(server.adminUrl);
      url.pathname = `/${schemaName('apart', room)}`;
      const connection = await createConnection(url.href);
      await connection.query(statement).finally(() => connection.end());
    },
    stop: async () => {
      const gone = children.map(
        (child) =>
          new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(0))),
      );
      for (const child of children) child.kill('SIGTERM');
      await Promise.all(gone);
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
