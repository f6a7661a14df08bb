import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startCallHome, type CallHome, type CallHomeOptions } from '@hearth/call-home';
import { describeEachDialect, type TestRooms } from '@hearth/test-databases';
import type { Hearth } from './start-hearth';
import { startTestHearth, type TestHearth } from './testing/test-hearth';

const run = promisify(execFile);
const JAVA = join(__dirname, '..', '..', 'call-home', 'java', 'CallHome.java');
const hasJava = spawnSync('javac', ['-version']).status === 0;
if (!hasJava) console.log('No JDK at hand: the Java client is not tried against the intake.');

describeEachDialect('the clients, before the real intake', ({ openRooms }) => {
  const running: CallHome[] = [];
  let rooms: TestRooms;
  let started: TestHearth;
  let hearth: Hearth;
  let home: string;

  beforeAll(async () => {
    rooms = await openRooms();
    started = await startTestHearth(rooms.config);
    ({ hearth, home } = started);
    const { token } = await hearth.issuer.issue({
      client: 'test',
      audience: 'vendor-systems',
      purposes: ['record-keeping'],
    });
    const record = async (mutation: string): Promise<string> => {
      const { data, errors } = await hearth.gateway.execute({
        query: `mutation { ${mutation} { id } }`,
        authorization: `Bearer ${token}`,
      });
      expect(errors).toBeUndefined();
      return (Object.values(data ?? {})[0] as { id: string }).id;
    };
    const customer = await record(
      'recordCustomer(input: { externalKey: "C-1", companyName: "Alder & Finch" })',
    );
    for (const licenceKey of ['CLIENT-KEY-0001', 'CLIENT-KEY-0002'])
      await record(`recordAgreement(input: { customer: "${customer}", externalKey: "${licenceKey}", orderNumber: "O",
        edition: "ENTERPRISE", startsOn: "2020-01-01", licenceKey: "${licenceKey}", entitlements: [],
        installationConfirmation: NOT_REQUIRED })`);
  }, 60_000);
  afterEach(() => {
    for (const one of running.splice(0)) one.stop();
  });
  afterAll(async () => {
    await started.close();
    await rooms.close();
  });

  let steps = 0;
  function client(folder: string, given: Partial<CallHomeOptions> = {}): CallHome {
    const callHome = startCallHome({
      url: hearth.url,
      product: 'roboserver',
      version: '11.5.0',
      edition: 'ENTERPRISE',
      licenceKey: 'CLIENT-KEY-0001',
      counters: () => ({ 'steps-executed': (steps += 10) }),
      environment: {},
      folder: join(home, folder),
      ...given,
    });
    running.push(callHome);
    return callHome;
  }
  const usage = async <T>(sql: string): Promise<T[]> => {
    const room = await rooms.open('usage', 'usage-reader');
    return room.read((m) => m.query<T[]>(sql));
  };
  interface Link {
    readonly previous: Buffer | null;
    readonly digest: Buffer;
  }

  it('register a key with the first report and chain the next to it', async () => {
    const callHome = client('first');
    for (const _report of [1, 2, 3]) expect(await callHome.sendNow()).toMatchObject({ status: 'accepted' });
    const [installation] = await usage<{ id: Buffer; public_key: Buffer | null; clock_ahead: number }>(
      'SELECT id, public_key, clock_ahead FROM installations',
    );
    expect(installation?.public_key).toHaveLength(32);
    expect(Math.abs(Number(installation?.clock_ahead))).toBeLessThanOrEqual(2);
    const links = await usage<Link>('SELECT previous, digest FROM links ORDER BY sequence');
    expect(links).toHaveLength(3);
    links.slice(1).forEach(({ previous }, index) => {
      expect(previous).toEqual(links[index]?.digest);
    });
  });

  it('go on with the chain after a restart, from what they kept', async () => {
    const before = await usage<Link>('SELECT previous, digest FROM links ORDER BY sequence');
    expect(await client('first').sendNow()).toMatchObject({ status: 'accepted' });
    const after = await usage<Link>('SELECT previous, digest FROM links ORDER BY sequence');
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)?.previous).toEqual(before.at(-1)?.digest);
    expect(await usage('SELECT id FROM installations')).toHaveLength(1);
  });

  it('are refused where another key speaks for their installation', async () => {
    const installation = '0198c2f0-0000-7cc3-9d52-0b6a4c1e2f31';
    expect(await client('second', { installation }).sendNow()).toMatchObject({ status: 'accepted' });
    expect(await client('third', { installation }).sendNow()).toMatchObject({
      status: 'refused',
      code: 'KEY_CONFLICT',
    });
  });

  it('write an export that the same door takes, once', async () => {
    const callHome = client('carried', { url: 'http://127.0.0.1:9' });
    expect(await callHome.sendNow()).toMatchObject({ status: 'unanswered' });
    const file = join(home, 'carried.json');
    expect(await callHome.export(file)).toMatchObject({ status: 'exported' });
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { headers: Record<string, string>; body: string };
    const post = async (body: Buffer) => {
      const answer = await fetch(`${hearth.url}/v1/reports`, {
        method: 'POST',
        headers: kept.headers,
        body: new Uint8Array(body),
      });
      return { status: answer.status, text: await answer.text() };
    };
    const body = Buffer.from(kept.body, 'base64');
    expect((await post(body)).text).toContain('accepted');
    expect((await post(body)).text).toContain('duplicate');
    const changed = Buffer.from(body);
    changed[changed.length - 10] = (changed[changed.length - 10] as number) ^ 1;
    expect(await post(changed)).toMatchObject({ status: 401 });
  });

  (hasJava ? it : it.skip)(
    'in Java register a key too, and chain',
    async () => {
      const classes = join(home, 'classes');
      await run('javac', ['-d', classes, JAVA]);
      const send = () =>
        run('java', ['-cp', classes, 'hearth.CallHome', 'send', hearth.url, '--folder', join(home, 'java')], {
          env: { ...process.env, HEARTH_LICENCE_KEY: 'CLIENT-KEY-0002' },
        });
      const known = (await usage('SELECT id FROM installations')).length;
      for (const _report of [1, 2]) expect((await send()).stdout).toContain('accepted');
      expect(await usage('SELECT id FROM installations')).toHaveLength(known + 1);
      const [links] = await usage<{ n: number | string }>(
        `SELECT COUNT(*) AS n FROM links a JOIN links b ON b.installation = a.installation AND b.previous = a.digest
          JOIN installations i ON i.id = a.installation AND i.version = '11.5.0.3'`,
      );
      expect(Number(links?.n)).toBe(1);
    },
    60_000,
  );
});
