import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHearth, type Hearth } from '@hearth/assembly';
import type { TokenRequest } from '@hearth/tokens';
import { Command } from 'commander';
import { addAudit } from './commands/audit';

const ISSUER = 'https://hearth.invalid';

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('hearth audit', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-audit-'));
  const file = (name: string): string => join(home, name);
  const key = join(home, 'keys', 'release-verifying.key');
  const heads = join(home, 'heads', 'gateway.ndjson');
  let server: Hearth;
  let token: string;

  // In this process, as main.ts would run it: a process of its own for each would take minutes.
  const audit = async (...args: string[]): Promise<Ended> => {
    const [told, warned]: string[][] = [[], []];
    const stdout = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => (told?.push(String(text)), true));
    const program = new Command('hearth').exitOverride().configureOutput({
      writeErr: (text) => warned?.push(text),
    });
    addAudit(program);
    for (const group of program.commands)
      for (const one of group.commands) one.exitOverride().copyInheritedSettings(program);
    process.env['HEARTH_HOME'] = home;
    try {
      await program.parseAsync(['audit', ...args], { from: 'user' });
    } catch (error) {
      warned?.push((error as Error).message);
      if ((error as { code?: string }).code !== 'commander.helpDisplayed') process.exitCode = 1;
    } finally {
      stdout.mockRestore();
    }
    const status = Number(process.exitCode ?? 0);
    process.exitCode = 0;
    return { status, stdout: told?.join('') ?? '', stderr: warned?.join('') ?? '' };
  };
  const ask = async (as: Omit<TokenRequest, 'client'>, query: string): Promise<Record<string, unknown>> => {
    const issued = await server.issuer.issue({ client: 'a-test', ...as });
    token = issued.id;
    const answer = await server.gateway.execute({ query, authorization: `Bearer ${issued.token}` });
    expect(answer.errors).toBeUndefined();
    return answer.data as Record<string, unknown>;
  };
  const start = (): Promise<Hearth> =>
    startHearth({
      host: '127.0.0.1',
      port: 0,
      rooms: { kind: 'sqlite', folder: join(home, 'data') },
      keysFolder: join(home, 'keys'),
      headsFolder: join(home, 'heads'),
      issuer: ISSUER,
      trustedProxies: [],
      logLevel: 'silent',
      rollUpSeconds: 86_400,
      crossingSeconds: 86_400,
      demonstration: false,
    });

  beforeAll(async () => {
    server = await start();
    const recorded = await ask(
      { audience: 'vendor-systems', purposes: ['record-keeping'] },
      'mutation { recordCustomer(input: { externalKey: "a", companyName: "Alder" }) { id } }',
    );
    const customer = (recorded['recordCustomer'] as { id: string }).id;
    expect(customer).toMatch(/^cus_/);
    for (let turn = 0; turn < 3; turn += 1) {
      await ask(
        { audience: 'communication', purposes: ['communication'] },
        '{ customers(first: 5) { edges { node { id companyName } } } }',
      );
    }
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('says where it reads, and what is wrong in a sentence', async () => {
    expect((await audit('export', '--help')).stdout).toContain('give --url');
    for (const [args, sentence] of [
      [['verify', 'no-such-file'], 'no-such-file is no file'],
      [['export', '--out', file('x.ndjson')], 'Hearth is running on these files: give --url'],
      [['export', '--out', file('x.ndjson'), '--url', 'http://127.0.0.1:9'], 'Nothing answers'],
      [['prove', file('x'), '--writer', 'w', '--index', '-1'], 'Give a whole number from 0.'],
    ] as const) {
      const { status, stderr } = await audit(...args);
      expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)]);
    }
  }, 60_000);

  it('exports through the server that runs, for its owner’s eyes, and tells whom a token read of', async () => {
    expect(await audit('export', '--out', file('online.ndjson'), '--url', server.url)).toMatchObject({
      status: 0,
    });
    expect(statSync(file('online.ndjson')).mode & 0o077).toBe(0);
    expect((await audit('export', '--out', file('online.ndjson'), '--url', server.url)).stderr).toContain(
      'is there already',
    );
    const { stdout } = await audit('exposure', '--token', token, '--url', server.url);
    expect(stdout).toContain('1 entry');
    expect(stdout).toContain('categories: company.name, company.record');
    expect(stdout).toMatch(/1 customer:\n {2}cus_/);
    const sheet = await audit('exposure', '--token', token, '--csv', '--url', server.url);
    expect(sheet.stdout).toMatch(new RegExp(`^token,customer\\r\\n${token},cus_[^\\r]+\\r\\n$`));
    const formula = await audit('exposure', '--token', '=1+1', '--csv', '--url', server.url);
    expect(formula.stdout).toBe('token,customer\r\n');
    const none = await audit('exposure', '--token', 'tok_none', '--url', server.url);
    expect(none.stdout).toContain('Nothing was released');
  }, 60_000);

  it('exports from the files once the server has stopped, verifies, and proves an entry', async () => {
    await server.close();
    const whole = file('whole.ndjson');
    expect(await audit('export', '--out', whole)).toMatchObject({ status: 0, stderr: '' });
    const verified = await audit('verify', whole, '--head', heads, '--key', key);
    expect(verified.status).toBe(0);
    expect(verified.stdout).toContain('all as it was written');
    expect((await audit('verify', whole)).stdout).toContain('No head was held against it');
    const proved = await audit('prove', whole, '--writer', 'gateway', '--index', '1', '--key', key);
    expect(JSON.parse(proved.stdout)).toMatchObject({
      entry: expect.stringContaining('"index":1') as string,
    });
    expect((await audit('prove', whole, '--writer', 'gateway', '--index', '99')).status).toBe(1);
  }, 60_000);

  it('names what was changed, taken out or cut off, and exits 1', async () => {
    const lines = readFileSync(file('whole.ndjson'), 'utf8').trim().split('\n');
    const entries = lines.flatMap((line, at) => (line.includes('"kind":"entry"') ? [at] : []));
    const tampered = async (name: string, changed: readonly string[]): Promise<Ended> => {
      writeFileSync(file(name), `${changed.join('\n')}\n`);
      return audit('verify', file(name), '--head', heads, '--key', key);
    };
    const second = entries[1] as number;
    const changed = lines.with(second, (lines[second] as string).replace('a-test', 'b-test'));
    expect(await tampered('changed', changed)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('CHANGED gateway entry 1:') as string,
    });
    expect(await tampered('removed', lines.toSpliced(second, 1))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('MISSING gateway entry 1:') as string,
    });
    expect(await tampered('cut', lines.slice(0, second))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('TRUNCATED gateway entry 1 to ') as string,
    });
    server = await start();
  }, 60_000);
});
