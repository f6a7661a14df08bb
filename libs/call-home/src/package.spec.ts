import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CatalogueEntry, CallHomeReport, HistoryEntry } from './index';
import { openBench } from './testing/clients';
import { isSigned, openIntake } from './testing/intake';
import type { Installed } from './testing/packed';
import { installPacked } from './testing/packed';

const run = promisify(execFile);
const bench = openBench();
let installed: Installed;

beforeAll(async () => {
  installed = await installPacked();
}, 120_000);
afterAll(() => {
  bench.clear();
  installed.clear();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line as it is installed. */
async function callHome(words: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const command = join(installed.folder, 'node_modules', '.bin', 'call-home');
  const path = { PATH: process.env['PATH'] };
  try {
    const { stdout, stderr } = await run(command, [...words], { env: { ...path, ...env } });
    return { code: 0, out: stdout, error: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, error: stderr };
  }
}

describe('The package', () => {
  it('brings nothing with it, and none of its tests', () => {
    const modules = join(installed.folder, 'node_modules');
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['@hearth']);
    expect(readdirSync(join(modules, '@hearth'))).toEqual(['call-home']);
    expect(installed.files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']),
    );
    expect(installed.files.filter((name) => /spec|testing|\.map$|^src/.test(name))).toEqual([]);
  });

  it('is required by its name, in a host that has nothing else', async () => {
    const server = bench.own(await openIntake());
    const script = `
      const { startCallHome } = require('@hearth/call-home');
      const client = startCallHome({ url: ${JSON.stringify(server.url)}, product: 'roboserver', version: '11.5', edition: 'trial',
        licenceKey: 'ACME-0000-0001', environment: {} });
      const timer = setTimeout(() => undefined, 10_000);
      client.sendNow().then((outcome) => { console.log(outcome.status); clearTimeout(timer); });`;
    const { stdout } = await run(process.execPath, ['-e', script], { cwd: installed.folder });
    expect(stdout.trim()).toBe('accepted');
  });
});

describe('The worked example', () => {
  it('counts, shows and sends what it counts', async () => {
    const server = bench.own(await openIntake());
    const folder = bench.folder();
    const example = join(
      installed.folder,
      'node_modules',
      '@hearth',
      'call-home',
      'examples',
      'embedded-server.mjs',
    );
    const env = { PATH: process.env['PATH'], PORT: '0', HEARTH_URL: server.url, CALL_HOME_FOLDER: folder };
    const host = spawn(process.execPath, [example], {
      env,
      cwd: installed.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(host.stdout, 'data')) as [Buffer];
    const url = String(printed).trim();
    for (let request = 0; request < 3; request += 1) await fetch(url);
    const told = (await (await fetch(`${url}/telemetry`)).json()) as {
      next: CallHomeReport;
      catalogue: unknown[];
    };
    expect(told.next.counters).toEqual({ 'robots-executed': 3, 'steps-executed': 159 });
    expect(told.catalogue.length).toBeGreaterThan(30);
    host.kill('SIGTERM');
    const [code] = (await once(host, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(server.seen).toEqual([]);
    expect(statSync(join(folder, 'installation.json')).mode & 0o777).toBe(0o600);
  });
});

describe('The command line', () => {
  async function waiting(): Promise<string> {
    const folder = bench.folder();
    const client = bench.start({ url: 'http://127.0.0.1:9', folder, licenceKey: 'SECRET-KEY-1234' });
    await client.sendNow();
    client.stop();
    return folder;
  }

  it('explains itself', async () => {
    const { code, out } = await callHome(['--help']);
    expect(code).toBe(0);
    for (const command of ['preview', 'history', 'catalogue', 'export', 'mode'])
      expect(out).toContain(`call-home ${command}`);
  });

  it.each<[readonly string[], string]>([
    [[], 'A command is needed'],
    [['constructor'], 'A command is needed'],
    [['preview'], '--folder is missing.'],
    [['preview', '--folder', '/nowhere'], 'Nothing waits in this folder'],
    [['export', '--folder', '/nowhere'], 'FILE is missing.'],
    [['export', '--folder', '/nowhere', 'file'], 'Nothing waits in this folder.'],
    [['catalogue'], '--product is missing.'],
    [['catalogue', '--product', 'toString'], '--product is one of roboserver'],
    [['mode', '--folder', '/nowhere', 'perhaps'], 'The mode is one of off, local, on.'],
  ])('says of %j what is wrong', async (words, message) => {
    const { code, out, error } = await callHome(words);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(message);
  });

  it('shows what waits as it will be sent, and the history without the licence key', async () => {
    const folder = await waiting();
    const shown = (await callHome(['preview', '--folder', folder])).out.trim();
    const history = (await callHome(['history', '--folder', folder])).out;
    expect(JSON.parse(history) as HistoryEntry[]).toMatchObject([{ outcome: { status: 'waiting' } }]);
    expect(history).not.toContain('SECRET');
    const server = bench.own(await openIntake());
    const client = bench.start({ url: server.url, folder, timing: { startDelayMs: { least: 1, most: 2 } } });
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    client.stop();
    expect(server.seen[0]?.text).toBe(shown);
  });

  it('tells what each field of a product is for', async () => {
    const { out } = await callHome(['catalogue', '--product', 'jenkins']);
    expect((JSON.parse(out) as CatalogueEntry[]).map(({ path }) => path)).toContain(
      '/breakdowns/plugins/*/*',
    );
  });

  it('writes what waits into a signed file and leaves the folder as it is', async () => {
    const folder = await waiting();
    const before = readFileSync(join(folder, 'state.json'), 'utf8');
    const file = `${folder}-export.json`;
    expect((await callHome(['export', '--folder', folder, file])).out).toBe('1 report written\n');
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe(before);
    const { headers, body } = JSON.parse(readFileSync(file, 'utf8')) as {
      headers: Record<string, string>;
      body: string;
    };
    const text = Buffer.from(body, 'base64').toString('utf8');
    const report = JSON.parse(text) as CallHomeReport;
    expect(isSigned({ headers, text, report })).toBe(true);
    // The product will send the same figures under the report's own id: two ids, and no fork of the chain.
    expect(before).not.toContain(report.id);
    expect(report).not.toHaveProperty('previous');
  });

  it('writes the operator’s word, which a running product obeys', async () => {
    const server = bench.own(await openIntake());
    const folder = await waiting();
    expect((await callHome(['mode', '--folder', folder])).out).toBe('the product decides\n');
    expect((await callHome(['mode', '--folder', folder], { DO_NOT_TRACK: '1' })).out).toBe(
      'local, by do-not-track\n',
    );
    const client = bench.start({ url: server.url, folder });
    expect((await callHome(['mode', '--folder', folder, 'LOCAL'])).out).toBe('local\n');
    expect(await client.sendNow()).toEqual({ status: 'not-sent', reason: 'mode local' });
    expect((await callHome(['mode', '--folder', folder])).out).toBe('local, by file\n');
    expect((await callHome(['mode', '--folder', folder], { HEARTH_CALL_HOME: 'on' })).out).toBe(
      'on, by environment\n',
    );
  });
});
