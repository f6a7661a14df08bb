import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReport } from '@hearth/report';
import { JAVA_SKIP_NOTICE, javaAtHand } from './testing/java-at-hand';
import { JavaHosts } from './testing/java-hosts';
import { QUICK_START } from './testing/java-probe';
import { protocolVectors, VECTORS_FILE } from './testing/protocol-vectors';
import type { Answering, RecordedRequest, RecordingServer } from './testing/recording-server';
import { linkOf, reportOf } from './testing/sent-report';
import { isRightlySigned } from './testing/signed-request';

const present = javaAtHand();
if (!present) process.stderr.write(`${JAVA_SKIP_NOTICE}\n`);
const suite = present ? describe : describe.skip;

suite(`The Java client${present ? '' : `. ${JAVA_SKIP_NOTICE}`}`, () => {
  const hosts = new JavaHosts(process.env['PATH'] ?? '');
  beforeAll(() => hosts.compile(), 60_000);
  afterEach(() => hosts.clear());
  afterAll(() => hosts.remove());

  const first = (server: RecordingServer): RecordedRequest => {
    const [request] = server.requests;
    if (!request) throw new Error('Nothing was sent.');
    return request;
  };
  /** What an intake makes of it: it reads schema 1 for ever, which lacks the last four fields. */
  const asIntakeReads = (body: Buffer) => parseReport({ ...reportOf({ body }), schema: 1 }, Date.now());

  describe('as a program', () => {
    const run = (...given: string[]) =>
      spawnSync('java', [...QUICK_START, '-cp', hosts.classes, 'hearth.CallHome', ...given], {
        encoding: 'utf8',
      });

    it('holds every test vector of the protocol', () => {
      const { published, chain, numbers, daily, ids, answers, ...requests } = protocolVectors();
      const groups = [
        ...[
          published.digests,
          published.signatures,
          requests.signed,
          requests.badSignatures,
          requests.exports,
        ],
        ...[chain, numbers, daily, ids.made, ids.refused, answers],
      ];
      const count = groups.reduce((sum, { length }) => sum + length, 0);
      const { stdout, status } = run('vectors', VECTORS_FILE);
      expect([stdout, status]).toEqual([`${count} of ${count} vectors hold\n`, 0]);
    });

    it.each([
      ['a digest', '"previous": "If4x36', '"previous": "If4x37'],
      ['what was signed', 'created=1764043200;keyid', 'created=1764043201;keyid'],
      ['an outcome', '"done"', '"retry"'],
      ['a number', '"json": "48211"', '"json": "48212"'],
    ])('says which vector does not hold when %s is another', (_, from, to) => {
      const spoilt = join(hosts.room, 'spoilt.json');
      const text = readFileSync(VECTORS_FILE, 'utf8');
      expect(text).toContain(from);
      writeFileSync(spoilt, text.replace(from, to));
      const { stdout, status } = run('vectors', spoilt);
      expect(stdout).toMatch(/^does not hold: /);
      expect(status).toBe(1);
    });

    it('explains itself, and refuses what it does not know', () => {
      expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('vectors FILE') });
      expect(run('inquire')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') });
    });

    it('runs from its one source file, and shows what it would send', () => {
      const source = join(__dirname, '..', 'java', 'CallHome.java');
      expect(asIntakeReads(execFileSync('java', [source, 'preview']))).toMatchObject({ ok: true });
    });
  });

  describe('in its host', () => {
    it('sends the very bytes that it showed, signed by its key', async () => {
      const server = await hosts.serve();
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder() });
      await host.say('count steps-executed 9223372036854775807');
      const shown = await host.say('preview');
      await host.say('count steps-executed 1');
      expect(await host.say('send')).toContain('status=accepted');
      const { method, path, headers, body } = first(server);
      expect([method, path, body.toString()]).toEqual(['POST', '/v1/reports', shown]);
      expect(isRightlySigned(headers as Record<string, string>, body)).toBe(true);
      expect(headers['signature-input']).toContain(`keyid="${reportOf({ body }).publicKey}"`);
      expect(headers['user-agent']).toBe('hearth-call-home');
      // What the connection needs, what the protocol says, and nothing of the host.
      const protocol = ['content-digest', 'content-type', 'signature', 'signature-input'];
      const connection = ['content-length', 'host', 'user-agent'];
      expect(Object.keys(headers).sort()).toEqual([...protocol, ...connection].sort());
    });

    it('sends what the intake reads, and of the host’s readings only what is declared', async () => {
      const server = await hosts.serve();
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder() });
      for (const count of ['steps-executed 48211', 'visits-to-doctor 3', 'half 0.5'])
        await host.say(`count ${count}`);
      await host.say('send');
      // Two counters, a gauge, a label and a breakdown that nobody declared.
      expect(await host.say('status')).toContain('undeclared=5');
      const { body } = first(server);
      expect(asIntakeReads(body)).toMatchObject({
        ok: true,
        report: {
          counters: { 'steps-executed': '48211' },
          gauges: { 'domains-accessed': '41' },
          breakdowns: { 'robots-by-trigger': { schedule: 12 } },
          server: { cpus: 8 },
          contact: { companyName: 'Brötchen & Söhne 🍞', email: 'ops@example.com' },
        },
      });
      expect(body.toString()).not.toMatch(/doctor|half|employees|users|Ms Example/);
    });

    it.each([
      ['negative', '-1'],
      ['broken', '0.5'],
      ['beyond 64 bits', '9223372036854775808'],
    ])('leaves out a counter that is %s', async (_, value) => {
      const host = hosts.probe({ url: 'http://127.0.0.1:9' });
      await host.say(`count steps-executed ${value}`);
      expect((JSON.parse(await host.say('preview')) as { counters: unknown }).counters).toEqual({});
    });

    it('keeps who it is, and continues its chain, in the next process', async () => {
      const server = await hosts.serve();
      const folder = hosts.newFolder();
      for (const process of ['one', 'two']) {
        const host = hosts.probe({ url: server.url, folder });
        expect([process, await host.say('send')]).toEqual([process, expect.stringContaining('accepted')]);
        await host.say('send');
        expect(await host.end()).toBe(0);
      }
      const reports = server.requests.map(reportOf);
      expect(reports.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
      const who = reports.map(({ installationId, publicKey }) => `${installationId} ${publicKey}`);
      expect(new Set(who).size).toBe(1);
      const key = Buffer.from(reports[0]?.publicKey ?? '', 'base64url');
      const genesis = createHash('sha256').update(key).digest('base64url');
      expect(reports.map(({ previous }) => previous)).toEqual([
        genesis,
        ...server.requests.slice(0, -1).map(linkOf),
      ]);
      expect(readdirSync(folder).sort()).toEqual(['installation.json', 'lock', 'state.json']);
      for (const name of ['installation.json', 'state.json']) {
        expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
        // What was taken is not kept, and with it goes the licence key.
        expect(readFileSync(join(folder, name), 'utf8')).not.toContain('EXAMPLE-0000-0000');
      }
    });

    it('reports by itself at start-up and then on, once for start-ups within the hour', async () => {
      const server = await hosts.serve();
      const options = { url: server.url, folder: hosts.newFolder(), start: '10', interval: '40' };
      const host = hosts.probe(options);
      await server.came(3);
      await host.end();
      const before = server.requests.length;
      const again = hosts.probe(options);
      await server.came(before + 1);
      await again.end();
      const reasons = server.requests.map((request) => reportOf(request).reason);
      expect(reasons.slice(0, 3)).toEqual(['start-up', 'daily', 'daily']);
      expect(reasons.slice(before)).not.toContain('start-up');
    });

    it('sends the same bytes again until they are taken, and newer ones then', async () => {
      const taken =
        (status: string): Answering =>
        (response, request) =>
          response.end(JSON.stringify({ id: reportOf(request).id, status }));
      const answers: Answering[] = [
        (response) => response.writeHead(503, { 'retry-after': '0' }).end(),
        (response) => response.end('<html>Sign in to the network</html>'),
        (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
        (response) => response.socket?.destroy(),
        taken('duplicate'),
      ];
      const server = await hosts.serve((response, request, number) =>
        (answers[number] ?? taken('accepted'))(response, request, number),
      );
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder(), start: '10', interval: '1500' });
      await server.came(6);
      const bodies = server.requests.map(({ body }) => body.toString());
      expect(new Set(bodies.slice(0, 5)).size).toBe(1);
      expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(['/v1/reports']));
      expect(bodies[5]).not.toBe(bodies[0]);
      expect(server.requests.slice(5).map((request) => reportOf(request).previous)[0]).toBe(
        linkOf(first(server)),
      );
      expect(await host.say('status')).toContain('unanswered=4');
    });

    it.each([
      ['its receipt says so', 400, 'code=BAD_FORMAT, path=/version'],
      ['the status says so', 415, 'reason=status 415'],
    ])('gives a report up when %s', async (_, status, told) => {
      const server = await hosts.serve((response, request) => {
        const { id } = reportOf(request);
        const receipt = { id, status: 'refused', code: 'BAD_FORMAT', path: '/version' };
        response.writeHead(status).end(status === 400 ? JSON.stringify(receipt) : '<html></html>');
      });
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder() });
      expect(await host.say('send')).toContain(told);
      await host.say('send');
      expect(server.requests.map((request) => reportOf(request).sequence)).toEqual([0, 1]);
      expect(await host.say('status')).toContain('givenUp=2');
    });

    it.each<[string, string, Answering]>([
      ['never answers', 'deadline', () => undefined],
      [
        'answers a byte at a time',
        'deadline',
        (response) => {
          const timer = setInterval(() => response.write('x'), 20);
          response.on('close', () => clearInterval(timer));
        },
      ],
      ['answers without end', 'answer too long', (response) => response.end('x'.repeat(1_000_000))],
      ['cuts the line', 'network', (response) => response.socket?.destroy()],
    ])('lets go of a server that %s', async (_, reason, answering) => {
      const server = await hosts.serve(answering);
      // Where the deadline is not what ends it, it is as usual: a JVM that has just started is slow.
      const deadline: Record<string, string> = reason === 'deadline' ? { deadline: '300' } : {};
      const host = hosts.probe({ url: server.url, ...deadline });
      expect(await host.say('send')).toContain(`reason=${reason}`);
      expect(await host.say('status')).toContain('unanswered=1');
    });

    it('ends when its own work is done, with a report under way to a server that is silent', async () => {
      const server = await hosts.serve(() => undefined);
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder() });
      await host.say('begin');
      await server.came(1);
      const begun = Date.now();
      expect([await host.end(), host.log]).toEqual([0, '']);
      // The deadline is five seconds: a process that waited for it would show it.
      expect(Date.now() - begun).toBeLessThan(4000);
    });

    it('has as many threads after hundreds of attempts as after some', async () => {
      const server = await hosts.serve(() => undefined);
      const options = {
        url: server.url,
        folder: hosts.newFolder(),
        start: '1',
        interval: '1',
        deadline: '15',
      };
      const host = hosts.probe(options);
      const attempted = async (count: number): Promise<void> => {
        const unanswered = /unanswered=(\d+)/.exec(await host.say('status'))?.[1];
        if (Number(unanswered) < count) await attempted(count);
      };
      await attempted(40);
      const some = Number(await host.say('threads'));
      await attempted(240);
      // The JVM comes and goes with a thread or two of its own.
      expect(Number(await host.say('threads'))).toBeLessThanOrEqual(some + 2);
    });

    it('serves as the worked example, whose host ends at once', async () => {
      const server = await hosts.serve(() => undefined);
      const { code, output, log } = await hosts.example(server.url);
      expect([code, log]).toEqual([0, '']);
      expect(asIntakeReads(Buffer.from(output))).toMatchObject({ ok: true, dropped: expect.any(Array) });
    });

    it('goes through the proxy that the environment names, but for the hosts that it excepts', async () => {
      const proxy = await hosts.serve();
      const environment = { http_proxy: proxy.url, NO_PROXY: 'intranet.example, 127.0.0.1' };
      const through = hosts.probe({ url: 'http://hearth.example' }, environment);
      expect(await through.say('send')).toContain('accepted');
      expect(proxy.requests.map(({ path }) => path)).toEqual(['http://hearth.example/v1/reports']);
      const server = await hosts.serve();
      const past = hosts.probe({ url: server.url }, environment);
      expect(await past.say('send')).toContain('accepted');
      expect([proxy.requests.length, server.requests.length]).toEqual([1, 1]);
    });

    it('takes a proxy that wants a password for a failure like any other', async () => {
      const proxy = await hosts.serve((response) =>
        response.writeHead(407, { 'proxy-authenticate': 'Basic realm="x"' }).end(),
      );
      const host = hosts.probe({ url: 'http://hearth.example' }, { HTTP_PROXY: proxy.url });
      expect(await host.say('send')).toContain('status=unanswered');
    });

    // The whole way, before the real intake, is in libs/assembly: this library may not know the intake.
  });
});
