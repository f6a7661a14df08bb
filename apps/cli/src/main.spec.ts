import { execFile, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startHearth, type Hearth } from '@hearth/assembly';
import { CURRENT_POLICY, POLICY_2026_1 } from '@hearth/policy';
import { ACCOUNTS, ROOMS, schemaName, userName } from '@hearth/rooms';
import { MYSQL_SKIP_NOTICE, mysqlAtHand, startMysql, type TestMysql } from '@hearth/test-databases';
import { createConnection } from 'mysql2/promise';
import { createKeys } from '@hearth/keys';

const bin = join(__dirname, '..', 'bin', 'hearth.cjs');

/** A sound report of an installation that has this key. */
const exportedReport = (publicKey: string): string =>
  JSON.stringify({
    schema: 2,
    id: '01940c3e-7c1a-7b0e-9d51-3f6f5a1c2b44',
    installationId: '5e0f4a0e-0f3c-4a0b-8a35-2c8b8a1d9f10',
    sequence: 0,
    product: 'roboserver',
    version: '11.5.0.3',
    edition: 'enterprise',
    reason: 'daily',
    observedAt: '2025-11-20T04:00:00Z',
    countersSince: '2025-11-01T08:30:00Z',
    counters: { 'steps-executed': 48_211 },
    licenceKey: 'EXAMPLE-0000-0000',
    policyVersion: '2026.2',
    publicKey,
  });

describe('the command line', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-cli-'));
  const hearth = (...args: string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [bin, ...args], {
      encoding: 'utf8',
      env: { ...process.env, HEARTH_HOME: home, HEARTH_FROM_SOURCE: '1' },
      timeout: 60_000,
    });
  beforeAll(() => createKeys(join(home, 'keys')));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('explains itself and every command', () => {
    const { status, stdout } = hearth('--help');
    expect(status).toBe(0);
    for (const command of ['serve', 'token', 'import', 'migrate', 'provision', 'audit'])
      expect(stdout).toContain(command);
  });

  it('issues a token for what the policy allows, and none for what it does not §no-solicitation', () => {
    const issued = hearth('token', 'issue', '--audience', 'compliance', '--purpose', 'compliance');
    expect(issued.status).toBe(0);
    expect(issued.stdout.trim().split('.')).toHaveLength(3);
    const refused = hearth('token', 'issue', '--audience', 'compliance', '--purpose', 'solicitation');
    expect(refused.status).toBe(1);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(/solicitation/i);
    const foreign = hearth('token', 'issue', '--audience', 'operations', '--purpose', 'compliance');
    expect(foreign.stderr).toContain('not open to this audience: compliance; open: operation');
  });

  it('explains what a reader would get of an operation, without keys, a server or a database', () => {
    const file = join(home, 'operation.graphql');
    writeFileSync(file, '{ customer(id: "cus_x") { companyName agreements { licenceKey } } }');
    const explain = (...args: string[]) =>
      hearth('policy', 'explain', '--audience', 'communication', '--purpose', 'communication', ...args);
    const { status, stdout } = explain(file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^customer\.companyName +allowed +company\.name +departments +all$/m);
    expect(stdout).toMatch(
      /^customer\.agreements\.licenceKey +CATEGORY_NOT_ALLOWED +licence\.key +departments/m,
    );
    expect(stdout).toContain('communication for communication under policy 2026.2: 1 of 4 fields refused');
    expect(JSON.parse(explain('--json', '--policy', '2026.1', file).stdout)).toMatchObject({
      policyVersion: '2026.1',
      wholeServed: false,
      fields: expect.arrayContaining([expect.objectContaining({ decision: expect.stringMatching(/^dec_/) })]),
    });
    writeFileSync(file, '{ secretField }');
    expect(explain(file).stderr).toContain('does not fit the schema');
    expect(explain(join(home, 'nowhere.graphql')).stderr).toContain('is no file that can be read');
  });

  it.each([
    [['token', 'issue', '--audience', 'x', '--purpose', 'compliance'], 'Allowed choices'],
    [['import', 'no-such-file.ndjson'], 'no-such-file.ndjson is no file'],
    [['import', __filename, '--url', 'example'], 'Give an address such as http://'],
    [['import', __filename, '--batch', '0'], 'Give a whole number from 1.'],
    [['provision', '--admin-url', 'example'], 'Give an address such as mysql://'],
    [['migrate', '--admin-url', 'mysql://root@127.0.0.1:9'], 'Nothing answers'],
  ])('says in a sentence what is wrong with %j', (args, sentence) => {
    const { status, stderr } = hearth(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('says at once what to do where nothing listens', () => {
    const file = join(home, 'report.json');
    writeFileSync(file, '{"schema":1}');
    const { status, stderr } = hearth('import', file, '--url', 'http://127.0.0.1:9');
    expect(status).toBe(1);
    expect(stderr).toContain('Nothing answers at http://127.0.0.1:9');
    expect(stderr).toContain('--url');
  });

  it('makes files that only their owner reads when it migrates', () => {
    const { status, stdout } = hearth('migrate');
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain('usage:');
    expect(statSync(join(home, 'data')).mode & 0o077).toBe(0);
  });

  describe('with a server that answers', () => {
    let server: Hearth;
    beforeAll(async () => {
      server = await startHearth({
        host: '127.0.0.1',
        port: 0,
        rooms: { kind: 'sqlite', folder: join(home, 'served') },
        keysFolder: join(home, 'keys'),
        issuer: 'https://hearth.invalid',
        trustedProxies: [],
        logLevel: 'silent',
        rollUpSeconds: 60,
        crossingSeconds: 60,
        demonstration: false,
      });
    });
    afterAll(() => server.close());

    // The server runs in this process, so that waiting for the command must not block it.
    const hearthAsync = async (...args: string[]): Promise<string> =>
      (
        await promisify(execFile)(process.execPath, [bin, ...args, '--url', server.url], {
          env: { ...process.env, HEARTH_HOME: home, HEARTH_FROM_SOURCE: '1' },
        })
      ).stdout;

    describe('policy and token', () => {
      const approver = async (client: string): Promise<string> =>
        (await server.issuer.issue({ audience: 'approvers', purposes: ['administration'], client })).token;
      const asks = async (token: string, ...args: string[]): Promise<string> => {
        try {
          return await hearthAsync(...args, '--token', token);
        } catch (error) {
          return (error as { stderr: string }).stderr;
        }
      };

      it('changes the policy in force by two people, and by no less §amendments', async () => {
        const [one, other] = [await approver('one'), await approver('other')];
        expect(await asks(one, 'policy', 'propose', 'no-such')).toContain(
          'no-such is no file, and no version',
        );
        const file = join(home, 'policy.json');
        writeFileSync(file, JSON.stringify({ ...CURRENT_POLICY, version: 'next' }));
        expect(await asks(one, 'policy', 'propose', file)).toContain('next is proposed');
        expect(await asks(one, 'policy', 'approve', 'next')).toContain('approved by another client');
        expect(await asks(other, 'policy', 'approve', 'next')).toBe('next is in force.\n');
        expect(await asks(other, 'policy', 'propose', CURRENT_POLICY.version)).toContain('is proposed');
        expect(await asks(one, 'policy', 'approve', CURRENT_POLICY.version)).toContain('is in force');
        expect(await asks(one, 'policy', 'proposals')).toMatch(
          /2026\.2 is in force[^]*next: proposed by one at .*approved by other/,
        );
        // An older version lacks what every policy must have by now.
        expect(await asks(one, 'policy', 'propose', POLICY_2026_1.version)).toContain('is proposed');
        expect(await asks(other, 'policy', 'approve', POLICY_2026_1.version)).toContain(
          'breaks no invariant',
        );
      }, 120_000);

      it('revokes a token, and says whose refusal it is where it may not §security', async () => {
        const issued = await server.issuer.issue({
          audience: 'operations',
          purposes: ['operation'],
          client: 'watch',
        });
        expect(await asks(issued.token, 'token', 'revoke', issued.id)).toContain('hearth: FORBIDDEN: ');
        expect(await asks(await approver('one'), 'token', 'revoke', issued.id)).toBe('1 token revoked.\n');
        expect(await asks(issued.token, 'token', 'revoke', issued.id)).toContain('hearth: UNAUTHENTICATED: ');
        expect(
          await hearthAsync('token', 'revoke', issued.id).catch((e: { stderr: string }) => e.stderr),
        ).toContain('Say who asks: --token TOKEN, or HEARTH_TOKEN');
      });
    });

    it('imports a signed export as it stands, says the receipt of each report, and takes none that was tampered with §security', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const key = publicKey.export({ format: 'jwk' }).x as string;
      const report = (id: string, product: string) =>
        JSON.stringify({ schema: 2, id: `01940c3e-7c1a-7b0e-9d51-${id}`, product, publicKey: key });
      const body = `${exportedReport(key)}\n${report('3f6f5a1c2b45', 'of nobody')}\n`;
      const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
      const params = `("content-type" "content-digest");created=1764043200;keyid="${key}";alg="ed25519";tag="hearth-report"`;
      const base = `"content-type": application/x-ndjson\n"content-digest": ${digest}\n"@signature-params": ${params}`;
      const exported = {
        format: 'hearth-export/1',
        createdAt: '2026-11-25T04:00:00Z',
        headers: {
          'content-type': 'application/x-ndjson',
          'content-digest': digest,
          'signature-input': `hearth=${params}`,
          signature: `hearth=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
        },
        body: Buffer.from(body).toString('base64'),
      };
      const file = join(home, 'export.json');
      writeFileSync(file, JSON.stringify(exported));
      const first = await hearthAsync('import', file);
      expect(first).toContain('01940c3e-7c1a-7b0e-9d51-3f6f5a1c2b44  accepted');
      expect(first).toContain(
        '01940c3e-7c1a-7b0e-9d51-3f6f5a1c2b45  refused, MISSING_FIELD at /installationId',
      );
      expect(first).toContain('2 reports, signed: 1 accepted, 0 known already, 1 refused.');
      expect(await hearthAsync('import', file)).toContain('0 accepted, 1 known already, 1 refused.');

      const other = Buffer.from(body.replace('"sequence":0', '"sequence":1')).toString('base64');
      writeFileSync(file, JSON.stringify({ ...exported, body: other }));
      const refused = await hearthAsync('import', file).catch((error: { stderr: string }) => error.stderr);
      expect(refused).toContain('is refused whole, BAD_SIGNATURE: it is not what was signed.');
      expect(refused).not.toContain(key);
    });

    it('maps every line of a report file of Jenkins, and sums up what was refused and why', async () => {
      const folder = join(home, 'data', 'jenkins-usage', 'reports');
      mkdirSync(folder, { recursive: true });
      const line = (version: string, jobs: number): string =>
        JSON.stringify({
          install: version.padEnd(64, '0'),
          jobs: { 'hudson-model-FreeStyleProject': jobs },
          nodes: [{ executors: 2, master: true, 'jvm-version': '1.6.0_16' }],
          plugins: [{ name: 'git', version: '0.7.3' }],
          stat: 1,
          timestamp: '19/Dec/2009:00:00:23 -0800',
          version,
        });
      const lines = [line('1.320', 3), line('1.321', 0), line('1.322-SNAPSHOT', 1)];
      writeFileSync(join(folder, '20091220.jsonl.gz'), gzipSync(lines.join('\n')));
      const args = ['import', 'jenkins', '--data', join(home, 'data'), '--licence-key', 'SOME-KEY-0001'];
      const first = await hearthAsync(...args);
      expect(first).toMatch(/3 reports .*2 accepted, 0 known already, 1 refused/);
      expect(first).toMatch(/The first: REFUSED_BY_PRODUCT at \/version in /);
      expect(await hearthAsync(...args)).toMatch(/0 accepted, 2 known already, 1 refused/);
    });
  });

  if (!mysqlAtHand()) process.stderr.write(`${MYSQL_SKIP_NOTICE}\n`);
  (mysqlAtHand() ? describe : describe.skip)('on a server', () => {
    const prefix = `cli${process.pid % 1_000_000}`;
    const apart = mkdtempSync(join(tmpdir(), 'hearth-cli-server-'));
    let server: TestMysql;
    beforeAll(async () => {
      server = (await startMysql()) as TestMysql;
    });
    afterAll(async () => {
      const admin = await createConnection(server.adminUrl);
      try {
        for (const room of ROOMS)
          await admin.query(`DROP DATABASE IF EXISTS \`${schemaName(prefix, room)}\``);
        for (const account of ACCOUNTS)
          await admin.query("DROP USER IF EXISTS ?@'%'", [userName(prefix, account)]);
      } finally {
        await admin.end();
        await server.stop();
        rmSync(apart, { recursive: true, force: true });
      }
    });

    it('provisions rooms, accounts and passwords, and changes nothing the second time', () => {
      const run = () =>
        spawnSync(process.execPath, [bin, 'provision', '--admin-url', server.adminUrl], {
          encoding: 'utf8',
          env: { ...process.env, HEARTH_HOME: apart, HEARTH_MYSQL_PREFIX: prefix, HEARTH_FROM_SOURCE: '1' },
        });
      const first = run();
      expect(first.stderr).toBe('');
      expect(first.stdout).toMatch(/5 schemas, 15 accounts, \d+ rights given, 0 taken/);
      expect(run().stdout).toMatch(/ 0 rights given, 0 taken/);
      expect(statSync(join(apart, 'keys', 'database-intake.password')).mode & 0o077).toBe(0);
    });
  });
});
