import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CLAUSES } from '@hearth/policy';

const bin = join(__dirname, '..', 'bin', 'hearth.cjs');

describe('hearth policy trace', () => {
  const trace = (...args: string[]) =>
    spawnSync(process.execPath, [bin, 'policy', 'trace', ...args], {
      encoding: 'utf8',
      env: { ...process.env, HEARTH_FROM_SOURCE: '1' },
      timeout: 60_000,
    });

  it('refuses a clause that is none, and names those that are', () => {
    const { status, stdout, stderr } = trace('curiosity');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Allowed choices');
    expect(stderr).toContain('no-solicitation');
  });

  it('lists the twenty clauses, and says how many are served in part', () => {
    const { status, stdout } = trace();
    expect(status).toBe(0);
    for (const { id } of CLAUSES) expect(stdout).toMatch(new RegExp(`^${id} +\\d`, 'm'));
    expect(stdout).toMatch(/20 of 20 clauses traced to enforcement and a passing test, \d+ of them/);
  });

  it('shows everything of one clause, as text and as JSON', () => {
    const { stdout } = trace('no-solicitation');
    for (const head of ['Refusals', 'Mechanisms', 'Fields', 'Tests']) expect(stdout).toContain(`\n${head}\n`);
    const json = JSON.parse(trace('no-solicitation', '--json').stdout) as {
      clause: string;
      tests: unknown[];
    };
    expect(json.clause).toBe('no-solicitation');
    expect(json.tests.length).toBeGreaterThan(0);
  });
});
