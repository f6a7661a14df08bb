import { getServers, setServers } from 'node:dns';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { connect, createServer as createTcpServer } from 'node:net';
import type { CallHomeOptions } from './index';
import { makeCertificates } from './testing/certificates';
import { openBench } from './testing/clients';
import { openDns } from './testing/dns-server';
import type { Intake } from './testing/intake';
import { answers, listening, openIntake, receipts } from './testing/intake';
import { openProxy } from './testing/proxy';
import { isExempt } from './transport/proxy';

const bench = openBench();
const servers = getServers();
afterEach(() => {
  setServers(servers);
  bench.clear();
});

const quick = { timing: { deadlineMs: 400 } };
const send = (options: Partial<CallHomeOptions> & { url: string }) => bench.start(options).sendNow();
const certificates = makeCertificates();

/** The intake behind TLS, under the test's own authority. */
async function secureIntake(): Promise<Intake> {
  const plain = bench.own(await openIntake());
  const server = createSecureServer({ key: certificates.key, cert: certificates.cert });
  server.on('secureConnection', (socket) => {
    // Decrypted, the connection is the plain server's.
    const inner = connect(Number(new URL(plain.url).port), '127.0.0.1');
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  bench.own(server);
  return { ...plain, url: await listening(server, 'https') };
}

/** A TCP server that treats each connection alike. */
async function tcp(each: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    each(socket);
  });
  bench.own({
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  });
  return listening(server);
}

describe('An attempt', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['a drip that never ends a header', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-', 'x'), 'deadline'],
    ['a drip that never ends a body', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n\r\n{', ' '), 'deadline'],
    [
      'an endless row of interim answers',
      (socket) => drip(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
      'deadline',
    ],
    [
      'headers without end',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`),
      'network',
    ],
    ['a body that breaks off', (socket) => breakOff(socket), 'network'],
    ['what is no HTTP', (socket) => void socket.write('220 mail ready\r\n'), 'network'],
  ])('ends with %s', async (_, each, reason) => {
    expect(await send({ ...quick, url: await tcp(each) })).toEqual({ status: 'unanswered', reason });
  });

  it('that is redirected without end costs one request', async () => {
    const server = bench.own(await openIntake());
    server.behaviour = answers(307, '', { location: `${server.url}/v1/reports` });
    expect(await send({ url: server.url })).toEqual({ status: 'unanswered', reason: 'status 307' });
    expect(server.seen).toHaveLength(1);
  });

  it('ends at once when the client is stopped', async () => {
    const client = bench.start({ url: await tcp(() => undefined) });
    const sending = client.sendNow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.stop();
    expect(await sending).toEqual({ status: 'unanswered', reason: 'stopped' });
  });

  it.each([
    ['a page of a captive portal', '<html>Sign in</html>'],
    ['a receipt for another report', '{"id":"0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31","status":"accepted"}'],
    ['a receipt without an id', '{"status":"accepted"}'],
    ['receipts that are none', '{"receipts":[null,1,{}]}'],
    ['nothing', ''],
  ])('takes %s for no receipt, and sends the same again', async (_, text) => {
    const server = bench.own(await openIntake(answers(200, text)));
    const client = bench.start({ url: server.url });
    expect(await client.sendNow()).toEqual({ status: 'unanswered', reason: 'status 200' });
    server.behaviour = receipts;
    expect(await client.sendNow()).toEqual({ status: 'accepted' });
    expect(server.seen[1]?.text).toBe(server.seen[0]?.text);
  });

  it('takes a receipt that a page of another status brings for none', async () => {
    const server = bench.own(
      await openIntake(({ report }, response) => {
        response.statusCode = 502;
        response.end(JSON.stringify({ id: report.id, status: 'accepted' }));
      }),
    );
    expect(await send({ url: server.url })).toEqual({ status: 'unanswered', reason: 'status 502' });
  });

  it.each([400, 401, 405, 413, 415])('gives a report up for good at %d, and counts it', async (status) => {
    const server = bench.own(await openIntake(answers(status, '{"code":"X","message":"no"}')));
    const client = bench.start({ url: server.url });
    expect(await client.sendNow()).toEqual({ status: 'given-up', reason: `status ${status}` });
    expect(client.status()).toMatchObject({ waiting: 0, counts: { givenUp: 1 } });
    server.behaviour = receipts;
    await client.sendNow();
    expect(server.seen[1]?.text).not.toBe(server.seen[0]?.text);
  });

  it.each([404, 408, 429, 500, 502, 503])('keeps a report at %d', async (status) => {
    const server = bench.own(await openIntake(answers(status)));
    const client = bench.start({ url: server.url });
    expect(await client.sendNow()).toMatchObject({ status: 'unanswered' });
    expect(client.status()).toMatchObject({ waiting: 1, failures: 1 });
  });
});

describe('A name', () => {
  const resolved = async (...rest: Parameters<typeof openDns>) => {
    const server = bench.own(await openDns(...rest));
    setServers([server.address]);
    return server;
  };

  it('is resolved by the servers of the system', async () => {
    const server = bench.own(await openIntake());
    const dns = await resolved((name) => (name === 'intake.test' ? ['127.0.0.1'] : undefined));
    expect(await send({ url: server.url.replace('127.0.0.1', 'intake.test') })).toEqual({
      status: 'accepted',
    });
    expect(dns.asked).toEqual(['intake.test', 'intake.test']);
    expect(server.seen[0]?.headers.host).toMatch(/^intake\.test:\d+$/);
  });

  it('with several addresses is tried at each', async () => {
    const server = bench.own(await openIntake());
    // Nobody listens at the first.
    await resolved(() => ['127.0.0.77', '127.0.0.1']);
    expect(await send({ url: server.url.replace('127.0.0.1', 'intake.test') })).toEqual({
      status: 'accepted',
    });
  });

  it.each<[string, Parameters<typeof openDns>, string]>([
    ['does not exist', [() => undefined], 'name'],
    ['has no address', [() => []], 'name'],
    ['is asked of a silent server', [() => null], 'deadline'],
    [
      'is answered for another question',
      [() => ['127.0.0.1'], (answer) => (answer.writeUInt16BE(answer.readUInt16BE(0) ^ 1, 0), answer)],
      'deadline',
    ],
    ['is answered in pieces', [() => ['127.0.0.1'], (answer) => answer.subarray(0, 11)], 'deadline'],
  ])('that %s is told and harms nobody', async (_, [lookup, spoil], reason) => {
    await resolved(lookup, spoil);
    expect(await send({ ...quick, url: 'http://intake.test:9' })).toEqual({ status: 'unanswered', reason });
  });

  it('of this machine needs no server', async () => {
    const server = bench.own(await openIntake());
    setServers(['127.0.0.1:9']);
    expect(await send({ url: server.url.replace('127.0.0.1', 'localhost') })).toEqual({ status: 'accepted' });
  });
});

describe('Behind TLS', () => {
  it('a server of an authority of the operator’s own is trusted where it is given', async () => {
    const server = await secureIntake();
    expect(await send({ url: server.url, tls: { ca: certificates.ca } })).toEqual({ status: 'accepted' });
  });

  it.each<[string, Partial<CallHomeOptions>]>([
    ['is not trusted by itself', {}],
    [
      'is not trusted either where the environment says that certificates do not matter',
      { environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    ],
    ['is not trusted under an authority that makes no sense', { tls: { ca: 'nonsense' } }],
  ])('a server of an unknown authority %s', async (_, options) => {
    const server = await secureIntake();
    expect(await send({ ...options, url: server.url })).toMatchObject({ status: 'unanswered' });
    expect(server.seen).toEqual([]);
  });

  it('a server with another name’s certificate is not trusted', async () => {
    const server = await secureIntake();
    setServers([bench.own(await openDns(() => ['127.0.0.1'])).address]);
    const url = server.url.replace('127.0.0.1', 'other.test');
    expect(await send({ url, tls: { ca: certificates.ca } })).toEqual({
      status: 'unanswered',
      reason: 'tls',
    });
  });

  it('a server that never shakes hands costs the deadline', async () => {
    const url = (await tcp(() => undefined)).replace('http:', 'https:');
    expect(await send({ ...quick, url })).toEqual({ status: 'unanswered', reason: 'deadline' });
  });
});

describe('Behind a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])(
    'it is named by %s and asked to CONNECT where the target speaks TLS',
    async (name) => {
      const server = await secureIntake();
      const proxy = bench.own(await openProxy('user:se cret'));
      expect(
        await send({ url: server.url, tls: { ca: certificates.ca }, environment: { [name]: proxy.url } }),
      ).toEqual({ status: 'accepted' });
      expect(proxy.asked).toEqual([
        {
          method: 'CONNECT',
          target: new URL(server.url).host,
          credentials: `Basic ${Buffer.from('user:se cret').toString('base64')}`,
        },
      ]);
      expect(JSON.stringify(server.seen)).not.toMatch(/proxy-authorization/i);
    },
  );

  it('a plain report goes in the absolute form', async () => {
    const server = bench.own(await openIntake());
    const proxy = bench.own(await openProxy());
    expect(await send({ url: server.url, environment: { HTTP_PROXY: proxy.url } })).toEqual({
      status: 'accepted',
    });
    expect(proxy.asked).toMatchObject([{ method: 'POST', target: `${server.url}/v1/reports` }]);
  });

  it('that wants credentials it has not, nothing is sent and nothing is lost', async () => {
    const server = await secureIntake();
    const proxy = bench.own(await openProxy('user:se cret'));
    const client = bench.start({ url: server.url, proxy: proxy.url.replace('user:se%20cret@', '') });
    expect(await client.sendNow()).toEqual({ status: 'unanswered', reason: 'proxy status 407' });
    // It never left, so the next one takes its place.
    expect(await client.sendNow()).toMatchObject({ status: 'unanswered' });
    expect(client.status().waiting).toBe(1);
  });

  it.each([
    [
      'by NO_PROXY',
      { environment: { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'example.com, 127.0.0.0/8' } },
    ],
    ['the host’s word', { environment: { HTTP_PROXY: 'http://127.0.0.1:9' }, proxy: false as const }],
  ])('it is passed by %s', async (_, options) => {
    const server = bench.own(await openIntake());
    expect(await send({ ...options, url: server.url })).toEqual({ status: 'accepted' });
  });

  it('that makes no sense is no reason to go around it', async () => {
    const server = bench.own(await openIntake());
    expect(await send({ url: server.url, proxy: 'socks5://127.0.0.1:1080' })).toEqual({
      status: 'unanswered',
      reason: 'proxy address',
    });
    expect(server.seen).toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ['https://hearth.example.com', 'example.com', true],
    ['https://hearth.example.com', '.example.com', true],
    ['https://hearth.example.com', '*.example.com', true],
    ['https://hearth.example.com', 'EXAMPLE.com', true],
    ['https://hearth.example.com', '*', true],
    ['https://hearth.example.com', 'hearth.example.com:443', true],
    ['https://hearth.example.com', 'hearth.example.com:8443', false],
    ['https://hearth.example.com', 'ample.com', false],
    ['https://hearth.example.com', '', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/99', false],
    ['http://[fd00::1]:4000', 'fd00::/8', true],
    ['http://[fd00::1]:4000', '[fd00::1]', true],
  ])('NO_PROXY for %s: %j is %s', (url, list, expected) => {
    expect(isExempt(new URL(url), list)).toBe(expected);
  });
});

function drip(socket: Socket, start: string, drop: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(drop), 10);
  socket.on('close', () => clearInterval(timer));
}

function breakOff(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id":');
  setTimeout(() => socket.resetAndDestroy(), 20);
}
