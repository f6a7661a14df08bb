import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JAVA_SKIP_NOTICE, javaAtHand } from './testing/java-at-hand';
import { JavaHosts } from './testing/java-hosts';
import type { SentReport } from './testing/sent-report';
import { linkOf, reportOf } from './testing/sent-report';
import { isRightlySigned } from './testing/signed-request';

const present = javaAtHand();
if (!present) process.stderr.write(`${JAVA_SKIP_NOTICE}\n`);
const suite = present ? describe : describe.skip;

suite(`What the Java client may do${present ? '' : `. ${JAVA_SKIP_NOTICE}`}`, () => {
  const hosts = new JavaHosts(process.env['PATH'] ?? '');
  beforeAll(() => hosts.compile(), 60_000);
  afterEach(() => hosts.clear());
  afterAll(() => hosts.remove());

  const shownBy = async (host: { say(command: string): Promise<string> }): Promise<SentReport> =>
    JSON.parse(await host.say('preview')) as SentReport;

  /** A folder in which the operator left a word. */
  function folderSaying(text: string): string {
    const folder = hosts.newFolder();
    mkdirSync(folder);
    writeFileSync(join(folder, 'call-home.json'), text);
    return folder;
  }

  describe('where whoever runs the product has the last word', () => {
    it.each<[string, Record<string, string>, string | undefined, string]>([
      ['the environment says off', { HEARTH_CALL_HOME: 'off' }, undefined, 'OFF'],
      ['the environment says local', { HEARTH_CALL_HOME: 'local' }, undefined, 'LOCAL'],
      ['the file says off', {}, '{"mode":"off"}', 'OFF'],
      ['the file says local', {}, '{"mode":"local"}', 'LOCAL'],
      ['the environment says off and the file on', { HEARTH_CALL_HOME: 'off' }, '{"mode":"on"}', 'OFF'],
      ['DO_NOT_TRACK is set', { DO_NOT_TRACK: '1' }, undefined, 'LOCAL'],
      // Who writes something that is not understood did not mean: on.
      ['the environment says what is not understood', { HEARTH_CALL_HOME: 'of' }, undefined, 'OFF'],
      ['the file cannot be read', {}, '{"mode":', 'OFF'],
    ])('sends nothing when %s', async (_, environment, file, mode) => {
      const server = await hosts.serve();
      const folder = file === undefined ? hosts.newFolder() : folderSaying(file);
      const host = hosts.probe({ url: server.url, folder, start: '1', interval: '20' }, environment);
      await host.say('count steps-executed 5');
      expect(await host.say('send')).toContain(
        `status=not-sent, code=null, path=null, reason=mode ${mode.toLowerCase()}`,
      );
      expect(await host.say('status')).toContain(`mode=${mode}`);
      const shown = await host.say('preview');
      if (mode === 'OFF') {
        expect(shown).toBe('null');
        // Nothing is kept either: no id, no key.
        expect(existsSync(join(folder, 'installation.json'))).toBe(false);
      } else {
        expect(JSON.parse(shown)).toMatchObject({ counters: { 'steps-executed': 5 } });
      }
      await host.end();
      expect(server.requests).toEqual([]);
    });

    it.each<[string, Record<string, string>, string | undefined]>([
      ['the environment says on', { HEARTH_CALL_HOME: 'on', DO_NOT_TRACK: '1' }, undefined],
      ['the file says on', { DO_NOT_TRACK: '1' }, '{"mode":"on"}'],
      ['DO_NOT_TRACK says no', { DO_NOT_TRACK: '0' }, undefined],
    ])('sends when %s', async (_, environment, file) => {
      const server = await hosts.serve();
      const folder = file === undefined ? hosts.newFolder() : folderSaying(file);
      expect(await hosts.probe({ url: server.url, folder }, environment).say('send')).toContain('accepted');
    });
  });

  describe('where something was counted before it was agreed', () => {
    const persistent = { countersSince: '2020-01-01T00:00:00Z' };

    it('tells nothing of what was counted before it was on', async () => {
      const server = await hosts.serve();
      const folder = hosts.newFolder();
      // The host counts across its starts. 100 were counted before; then 7 while it is on; then 30 while it is off; then 2.
      const steps: [string, Record<string, string>, string[]][] = [
        ['local', { HEARTH_CALL_HOME: 'local' }, ['100', '200']],
        ['on', {}, ['200', '207']],
        ['off', { HEARTH_CALL_HOME: 'off' }, ['207', '237']],
        ['on again', {}, ['237', '239']],
      ];
      for (const [, environment, [before = '', after = '']] of steps) {
        const host = hosts.probe({ url: server.url, folder, ...persistent, steps: before }, environment);
        await host.say('status');
        await host.say('preview');
        await host.say(`count steps-executed ${after}`);
        // What was shown is sent as it was shown; the second one is new.
        await host.say('send');
        await host.say('send');
        await host.end();
      }
      const told = server.requests.map((request) => reportOf(request).counters['steps-executed']);
      expect(told).toEqual([0, 7, 0, 2]);
      // Domains seen before cannot be told from those seen since, so their number is not told at all.
      for (const { body } of server.requests) expect(body.toString()).not.toContain('domains-accessed');
      for (const request of server.requests)
        expect(Date.now() - Date.parse(reportOf(request).countersSince)).toBeLessThan(60_000);
    });

    it('does not wait for an instant that a wrong clock wrote', async () => {
      const server = await hosts.serve();
      const folder = hosts.newFolder();
      const before = hosts.probe({ url: server.url, folder });
      await before.say('preview');
      await before.end();
      const file = join(folder, 'state.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"onSince":"\d{4}/, '"onSince":"9999'));
      expect(readFileSync(file, 'utf8')).toContain('9999');
      const after = hosts.probe({ url: server.url, folder });
      expect(await after.say('send')).toContain('accepted');
    });

    it('sends nothing before the agreement begins', async () => {
      const server = await hosts.serve();
      const agreedFrom = new Date(Date.now() + 3_600_000).toISOString();
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder(), agreedFrom });
      expect(await host.say('send')).toContain('reason=before the agreement');
      expect(server.requests).toEqual([]);
    });
  });

  describe('where the disk does not serve', () => {
    it('sends unsigned and unchained from memory when its folder cannot be made', async () => {
      const server = await hosts.serve();
      const file = join(hosts.room, 'a-file');
      writeFileSync(file, '');
      const host = hosts.probe({ url: server.url, folder: join(file, 'folder') });
      await host.say('send');
      expect(await host.say('send')).toContain('accepted');
      expect(await host.say('status')).toContain('kept=false');
      const reports = server.requests.map(reportOf);
      expect(reports.map(({ sequence, publicKey, previous }) => [sequence, publicKey, previous])).toEqual([
        [0, undefined, undefined],
        [1, undefined, undefined],
      ]);
      expect(server.requests.every(({ headers }) => headers['signature'] === undefined)).toBe(true);
    });

    it('names no report before it while its chain cannot be kept, and the right one afterwards', async () => {
      const server = await hosts.serve();
      const folder = hosts.newFolder();
      const host = hosts.probe({ url: server.url, folder });
      await host.say('send');
      // What is written anew is written beside the old: where a folder lies in the way, as on a full disk, that fails.
      const inTheWay = join(folder, 'state.json.new');
      mkdirSync(join(inTheWay, 'full'), { recursive: true });
      await host.say('send');
      expect(await host.say('status')).toContain('kept=false');
      rmSync(inTheWay, { recursive: true });
      await host.say('send');
      await host.say('send');
      const [, two, three, four] = server.requests;
      if (!two || !three || !four) throw new Error('Not all were sent.');
      expect([two, three, four].map((request) => reportOf(request).previous)).toEqual([
        undefined,
        linkOf(two),
        linkOf(three),
      ]);
      expect(isRightlySigned(two.headers as Record<string, string>, two.body)).toBe(true);
    });

    it('sets a spoilt state aside, and names no report before it that it does not know', async () => {
      const server = await hosts.serve();
      const folder = hosts.newFolder();
      const before = hosts.probe({ url: server.url, folder });
      await before.say('send');
      await before.end();
      writeFileSync(join(folder, 'state.json'), '{"sequence":');
      const after = hosts.probe({ url: server.url, folder });
      await after.say('send');
      await after.say('send');
      const [one, two, three] = server.requests;
      if (!one || !two || !three) throw new Error('Not all were sent.');
      expect(reportOf(two).installationId).toBe(reportOf(one).installationId);
      expect(reportOf(two).previous).toBeUndefined();
      expect(reportOf(three).previous).toBe(linkOf(two));
      expect(isRightlySigned(two.headers as Record<string, string>, two.body)).toBe(true);
      expect(readFileSync(join(folder, 'state.json.corrupt'), 'utf8')).toBe('{"sequence":');
    });

    it('keeps silent in a second process that shares the folder, so that no chain forks', async () => {
      const server = await hosts.serve();
      const folder = hosts.newFolder();
      const one = hosts.probe({ url: server.url, folder });
      await one.say('send');
      const two = hosts.probe({ url: server.url, folder });
      expect(await two.say('send')).toContain('the folder is in use by another process');
      await one.end();
      expect(await two.say('send')).toContain('accepted');
      expect(server.requests.map((request) => reportOf(request).sequence)).toEqual([0, 1]);
    });

    it('writes an export that is signed, and goes on in the same chain', async () => {
      const server = await hosts.serve();
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder() });
      const file = join(hosts.room, 'export.json');
      const shown = await host.say('preview');
      expect(await host.say(`export ${file}`)).toBe('exported');
      const exported = JSON.parse(readFileSync(file, 'utf8')) as {
        format: string;
        headers: Record<string, string>;
        body: string;
      };
      const body = Buffer.from(exported.body, 'base64');
      expect([exported.format, body.toString()]).toEqual(['hearth-export/1', shown]);
      expect(isRightlySigned(exported.headers, body)).toBe(true);
      await host.say('send');
      expect(server.requests.map((request) => reportOf(request).previous)).toEqual([linkOf({ body })]);
    });
  });

  describe('where the host is at fault', () => {
    it.each([
      ['url', { url: 'ftp://127.0.0.1/' }],
      ['url', { url: 'no address' }],
      ['licenceKey', { url: 'http://127.0.0.1:9', licenceKey: 'SECRET?' }],
    ])('starts, names the option %s, and never its value', async (field, options) => {
      const host = hosts.probe(options);
      expect(await host.say('status')).toContain(`problem=${field} is not as it must be`);
      expect(await host.say('send')).toContain('status=not-sent');
      expect(await host.say('preview')).toBe('null');
      expect(`${await host.say('status')}${host.log}`).not.toContain('SECRET');
    });

    it('survives counters that fail, and reports once they do not', async () => {
      const server = await hosts.serve();
      const host = hosts.probe({ url: server.url, folder: hosts.newFolder(), start: '5', interval: '50' });
      await host.say('break');
      expect(await host.say('send')).toContain('status=unanswered');
      expect(await host.say('preview')).toBe('null');
      const before = server.requests.length;
      await host.say('mend');
      await server.came(before + 1);
      expect(await shownBy(host)).toMatchObject({ counters: {} });
      expect(host.log).toBe('');
    });
  });
});
