import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openBlackHole } from './testing/black-hole';
import { openBench } from './testing/clients';
import { openDns } from './testing/dns-server';
import { listening, openIntake, receipts, silence } from './testing/intake';

const bench = openBench();
afterEach(() => bench.clear());
const run = promisify(execFile);

const loader = ['--conditions=@hearth/source', '--require', require.resolve('@swc-node/register')];
const env = { ...process.env, SWC_NODE_PROJECT: join(__dirname, '..', '..', '..', 'tsconfig.run.json') };

/** A host that has its client send at once. */
const script = (url: string, work: string): string => `
  const { startCallHome } = require(${JSON.stringify(join(__dirname, 'index.ts'))});
  const client = startCallHome({ url: ${JSON.stringify(url)}, product: 'roboserver', version: '11.2.0', edition: 'ENTERPRISE',
    licenceKey: 'ACME-0000-0001', environment: {} });
  const sending = client.sendNow();
  ${work}`;

/** What a host takes from the end of its own work to the end of its process, in milliseconds. */
async function endOf(url: string, dns?: string): Promise<number> {
  const names = dns === undefined ? '' : `require('node:dns').setServers([${JSON.stringify(dns)}]);`;
  const work = 'setTimeout(() => process.stdout.write(String(Date.now())), 150);';
  const { stdout, stderr } = await run(process.execPath, [...loader, '-e', names + script(url, work)], {
    env,
    timeout: 20_000,
  });
  const ended = Date.now();
  expect(stderr).toBe('');
  return ended - Number(stdout);
}

// The deadline is five seconds: a host that waited for it would show it, on the slowest machine too.
const AT_ONCE_MS = 2500;

describe('A host ends when its own work is done §firewall', () => {
  it('while its client connects to an address that drops what it is sent', async () => {
    const hole = bench.own(await openBlackHole());
    expect(await endOf(hole.url)).toBeLessThan(AT_ONCE_MS);
  });

  it('while a server of names is silent', async () => {
    const dns = bench.own(await openDns(() => null));
    expect(await endOf('http://intake.test', dns.address)).toBeLessThan(AT_ONCE_MS);
    expect(dns.asked).not.toEqual([]);
  });

  it('while a server accepts and says nothing', async () => {
    const server = bench.own(await openIntake(silence));
    expect(await endOf(server.url)).toBeLessThan(AT_ONCE_MS);
    expect(server.seen).toHaveLength(1);
  });

  it('while a server never shakes hands', async () => {
    const server = bench.own(createTcpServer((socket) => socket.on('error', () => undefined)));
    expect(await endOf(await listening(server, 'https'))).toBeLessThan(AT_ONCE_MS);
  });
});

describe('A host that still works', () => {
  it.each<[string, string, readonly ('pipe' | 'ipc')[]]>([
    ['its input', 'process.stdin.resume();', ['pipe', 'pipe', 'pipe']],
    ['its parent’s messages', 'process.on("message", () => undefined);', ['pipe', 'pipe', 'pipe', 'ipc']],
    ['a timer', 'setTimeout(() => undefined, 3000);', ['pipe', 'pipe', 'pipe']],
  ])('and is held by nothing but %s is not taken for ended', async (_, work, stdio) => {
    const server = bench.own(
      await openIntake((seen, response) => void setTimeout(() => receipts(seen, response), 400)),
    );
    const output =
      'void sending.then((outcome) => { process.stdout.write(outcome.status); process.stderr.write("."); });';
    const host = spawn(
      process.execPath,
      [...loader, '-e', `process.stdout.write(""); ${script(server.url, work + output)}`],
      {
        env,
        stdio: [...stdio],
      },
    );
    const [said] = (await once(host.stdout as NodeJS.EventEmitter, 'data')) as [Buffer];
    host.kill();
    expect(String(said)).toBe('accepted');
  });
});
