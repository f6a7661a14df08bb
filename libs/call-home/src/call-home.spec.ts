import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { parseReport } from '@hearth/report';
import type { CallHome, CallHomeOptions, CallHomeOutcome } from './index';
import { startCallHome } from './index';

const open: (Server | TcpServer)[] = [];
const running: CallHome[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.stop();
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

async function listen<T extends Server | TcpServer>(server: T): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An intake that answers each report as the real parser judges it. */
async function intake(bodies: string[]): Promise<string> {
  const answer: RequestListener = (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      bodies.push(text);
      const outcome = parseReport(JSON.parse(text), Date.now());
      const { id } = JSON.parse(text) as { id: string };
      const receipt = outcome.ok
        ? { id, status: 'accepted' }
        : { id, status: 'refused', code: outcome.code, path: outcome.path };
      response.statusCode = outcome.ok ? 200 : 400;
      response.end(JSON.stringify(receipt));
    });
  };
  return listen(createServer(answer));
}

function start(given: Partial<CallHomeOptions> & { url: string }): CallHome {
  const callHome = startCallHome({
    installation: '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31',
    product: 'roboserver',
    version: '11.2.0',
    edition: 'ENTERPRISE',
    licenceKey: 'ACME-0000-0001',
    ...given,
  });
  running.push(callHome);
  return callHome;
}

const soon = { timing: { startDelayMs: { least: 1, most: 5 }, intervalMs: 5 } };

describe('Calling home', () => {
  it.each([
    ['roboserver', { 'robots-executed': 5, 'bytes-loaded': 2n ** 60n }, { 'domains-accessed': 3 }],
    ['management-console', { 'schedule-runs': 5 }, { robots: 12 }],
  ])('sends what the intake reads without dropping anything, for %s', async (product, counters, gauges) => {
    const bodies: string[] = [];
    const callHome = start({
      url: await intake(bodies),
      product,
      counters: () => counters,
      gauges: () => gauges,
      server: () => ({ operatingSystem: 'Linux' }),
      contact: { companyName: 'Acme' },
    });
    expect(await callHome.sendNow()).toEqual({ status: 'accepted' });
    const outcome = parseReport(JSON.parse(bodies[0] ?? ''), Date.now());
    expect(outcome).toMatchObject({
      ok: true,
      dropped: [],
      report: { product, sequence: 0, reason: 'start-up' },
    });
    if (outcome.ok && product === 'roboserver') {
      expect(outcome.report.counters).toEqual({ 'robots-executed': '5', 'bytes-loaded': String(2n ** 60n) });
    }
  });

  it('shows beforehand what it sends, byte for byte §knowledge', async () => {
    const bodies: string[] = [];
    const callHome = start({
      url: await intake(bodies),
      now: () => Date.UTC(2026, 10, 20),
      counters: () => ({ a: 1 }),
    });
    const shown = await callHome.preview();
    await callHome.sendNow();
    expect(bodies).toEqual([shown]);
  });

  it('sends nothing but the declared fields of what the host hands over §minimise', async () => {
    const bodies: string[] = [];
    const server = { cpus: 4, operatingSystem: 'Linux', hostname: 'build-7.intranet' };
    const contact = { companyName: 'Acme', telephone: '0-123' };
    const callHome = start({ url: await intake(bodies), server: () => server, contact });
    await callHome.sendNow();
    expect(bodies[0]).not.toMatch(/intranet|telephone|url|Delay/);
  });

  it('reports once at start-up and then daily, with a sequence that grows §call-home', async () => {
    const bodies: string[] = [];
    const url = await intake(bodies);
    await new Promise<void>((resolve) =>
      start({ url, ...soon, onOutcome: () => bodies.length >= 3 && resolve() }),
    );
    const reports = bodies.map(
      (body) => JSON.parse(body) as { reason: string; sequence: number; id: string },
    );
    expect(reports.slice(0, 3).map(({ reason, sequence }) => [reason, sequence])).toEqual([
      ['start-up', 0],
      ['daily', 1],
      ['daily', 2],
    ]);
    expect(new Set(reports.map(({ id }) => id)).size).toBe(reports.length);
  });

  it('sends nothing before its delay is over, and nothing after it is stopped', async () => {
    const bodies: string[] = [];
    const url = await intake(bodies);
    start({ url });
    start({ url, ...soon }).stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(bodies).toEqual([]);
  });
});

describe('The host of a call-home', () => {
  const silent = (): Server => createServer(() => undefined);
  const cutting = (): TcpServer => createTcpServer((socket) => socket.destroy());
  const answering = (status: number, text: string): Server =>
    createServer((_, response) => {
      response.statusCode = status;
      response.end(text);
    });

  it.each<[string, () => Server | TcpServer, string]>([
    ['never answers', silent, 'deadline'],
    ['cuts the line', cutting, 'network'],
    ['answers with a page', () => answering(200, '<html>Sign in to the network</html>'), 'status 200'],
    ['is out of order', () => answering(503, ''), 'status 503'],
    ['answers null', () => answering(200, 'null'), 'status 200'],
    ['answers without end', () => answering(200, 'x'.repeat(1_000_000)), 'answer too long'],
  ])('is told and not harmed when the server %s §firewall', async (_, server, reason) => {
    const callHome = start({ url: await listen(server()), timing: { deadlineMs: 150 } });
    expect(await callHome.sendNow()).toEqual({ status: 'unanswered', reason });
  });

  it.each([
    ['no address', 'not a url', 'address'],
    ['an address of another kind', 'ftp://127.0.0.1/', 'address'],
    ['a port where nobody listens', 'http://127.0.0.1:9', 'network'],
  ])('is told and not harmed by %s', async (_, url, reason) => {
    expect(await start({ url, timing: { deadlineMs: 2000 } }).sendNow()).toEqual({
      status: 'unanswered',
      reason,
    });
  });

  it('is not harmed by its own callbacks when they fail', async () => {
    const fail = (): never => {
      throw new Error('The counter is broken.');
    };
    const outcomes: CallHomeOutcome[] = [];
    const onOutcome = (outcome: CallHomeOutcome): never => {
      outcomes.push(outcome);
      return fail();
    };
    const callHome = start({ url: 'http://127.0.0.1:9', counters: fail, onOutcome });
    expect(await callHome.preview()).toBeUndefined();
    expect(await callHome.sendNow()).toMatchObject({ status: 'unanswered' });
    expect(outcomes).toHaveLength(1);
  });

  it('is told the code and the path when a report is refused', async () => {
    // The clock is two days ahead, which no client can know of itself.
    const callHome = start({ url: await intake([]), now: () => Date.now() + 2 * 86_400_000 });
    expect(await callHome.sendNow()).toEqual({
      status: 'refused',
      code: 'OBSERVED_IN_FUTURE',
      path: '/observedAt',
    });
  });

  it('sends nothing that would be refused each time, and its status says for which option', async () => {
    const bodies: string[] = [];
    const callHome = start({ url: await intake(bodies), licenceKey: 'SHORT' });
    expect(await callHome.sendNow()).toEqual({ status: 'unanswered', reason: 'option licenceKey' });
    expect(callHome.status()).toMatchObject({ faults: ['licenceKey'], isSending: false });
    expect(bodies).toEqual([]);
  });

  it('ends when its own work is done, with a report due and another under way §firewall', async () => {
    const url = await listen(silent());
    const script = `
      const { startCallHome } = require(${JSON.stringify(join(__dirname, 'index.ts'))});
      const callHome = startCallHome({ url: ${JSON.stringify(url)}, product: 'roboserver', version: '11.2.0', edition: 'ENTERPRISE', licenceKey: 'ACME-0000-0001' });
      void callHome.sendNow();
      const begun = Date.now();
      process.on('exit', () => process.stdout.write(String(Date.now() - begun)));`;
    const child = spawnSync(
      process.execPath,
      ['--require', require.resolve('@swc-node/register'), '-e', script],
      {
        encoding: 'utf8',
        timeout: 20_000,
        env: {
          ...process.env,
          SWC_NODE_PROJECT: join(__dirname, '..', '..', '..', 'tsconfig.run.json'),
        },
      },
    );
    expect(child.stderr).toBe('');
    expect(child.status).toBe(0);
    // The deadline is five seconds: a process that waited for it would show it.
    expect(Number(child.stdout)).toBeLessThan(4000);
  });
});
