import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

describe('hearth serve', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-serve-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const run = (args: readonly string[], env: Record<string, string>) =>
    spawnSync(process.execPath, [join(root, 'tools', 'run.cjs'), 'apps/hearth/src/main.ts', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HEARTH_HOME: home, ...env },
      timeout: 60_000,
    });

  it('says every fault of its configuration at once, by name and never by value', () => {
    const { status, stderr } = run(['serve'], {
      HEARTH_PORT: 'seventy',
      HEARTH_LOG_LEVEL: 'loud',
      HEARTH_MYSQL_URL: 'not a url',
    });
    expect(status).toBe(1);
    for (const name of ['HEARTH_PORT', 'HEARTH_LOG_LEVEL', 'HEARTH_MYSQL_URL'])
      expect(stderr).toContain(name);
    for (const value of ['seventy', 'loud', 'not a url']) expect(stderr).not.toContain(value);
  });

  it('says how it is used where it is told nothing', () => {
    const { status, stderr } = run([], {});
    expect(status).toBe(2);
    expect(stderr).toContain('Usage');
  });
});
