import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { CURRENT_POLICY, POLICY_2026_1, policyDigest, policyDocument, type Policy } from '@hearth/policy';
import { Command } from 'commander';
import { addPolicy, policyCommand } from './policy';

const bin = join(__dirname, '..', '..', 'bin', 'hearth.cjs');

/** What a command of the group prints. */
function hearth(...args: string[]): string {
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  try {
    const program = new Command().exitOverride();
    addPolicy(program);
    program.parse(['policy', ...args], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return printed.join('');
}

describe('hearth policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-policy-'));
  const document = (text: string): string => {
    const file = join(folder, 'policy.json');
    writeFileSync(file, text);
    return file;
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lists every version with the digest that two people compare', () => {
    const stdout = hearth('list');
    for (const policy of [POLICY_2026_1, CURRENT_POLICY]) {
      expect(stdout).toMatch(
        new RegExp(`^${policy.version.replace('.', '\\.')}.* ${policyDigest(policy)}$`, 'm'),
      );
    }
  });

  it('tells what a version changes, in words and by audience §amendments', () => {
    const stdout = hearth('diff', '2026.1', '2026.2');
    expect(stdout).toContain('+ refusal (affiliates): partner for all: licence.key.');
    expect(stdout).toContain('+ time: held-reports P30D from receipt');
    expect(stdout).toMatch(
      /^compliance for compliance\n {2}\+ access\.client of every customer \(departments\)/m,
    );
    expect(hearth('diff', '2026.2', '2026.1')).toContain('  - access.client of every customer');
    expect(hearth('diff', '2026.2', '2026.2')).toContain('Nothing changes.');
  });

  it('says of a document what it would change and what keeps it from coming into force, before it is proposed §amendments', () => {
    const proposed: Policy = {
      ...CURRENT_POLICY,
      version: '2027.1',
      refusals: [],
      rules: [
        ...CURRENT_POLICY.rules,
        {
          audience: 'partner',
          purpose: 'compliance',
          categories: ['licence.key'],
          rows: 'scoped',
          clause: 'affiliates',
        },
      ],
    };
    const file = document(policyDocument(proposed));
    const printed = hearth('diff', '2026.2', file);
    expect(printed).toContain('From policy 2026.2 to policy 2027.1.');
    expect(printed).toMatch(
      /^partner for compliance\n.*\n? *\+ licence\.key of the customers that a grant names \(affiliates\)\n {4}\+ Agreement\.licenceKey$/m,
    );
    expect(printed).toContain(
      'IT CANNOT COME INTO FORCE\nThe audience partner reads licence.key for compliance, which is withheld from it.',
    );
    expect(hearth('diff', '2026.1', '2026.2')).not.toContain('IT CANNOT COME INTO FORCE');
    expect(hearth('diff', '2026.2', '2026.1')).toContain('And 39 more.');
  });

  it('prints the document of a version, which reads back as it was', () => {
    const file = document(hearth('show', '2026.2', '--json'));
    expect(hearth('diff', '2026.2', file)).toContain('Nothing changes.');
  });

  it.each([
    ['no JSON', '{', /is no JSON\.$/],
    ['no policy', '{"version":"2027.1","colour":"blue"}', /is no policy: colour is no part of it\. /],
  ])('refuses a file that holds %s, without its content', (_, text, message) => {
    const file = document(text);
    expect(() => hearth('diff', '2026.2', file)).toThrow(message);
    expect(() => hearth('show', file)).toThrow(/^((?!blue).)*$/);
  });

  it('refuses a file that is not there', () => {
    expect(() => hearth('show', '/nowhere/policy.json')).toThrow('/nowhere/policy.json is no file.');
  });

  it('gives the difference to programs as JSON', () => {
    const difference = JSON.parse(hearth('diff', '2026.1', '2026.2', '--json')) as {
      from: string;
      access: { audience: string; categories: { change: string }[] }[];
    };
    expect(difference.from).toBe('2026.1');
    expect(difference.access[0]).toMatchObject({ audience: 'communication', purpose: 'communication' });
    expect(difference.access.flatMap(({ categories }) => categories.map(({ change }) => change))).toContain(
      'gained',
    );
  });

  it.each([
    ['show', 'REFUSED OUTRIGHT'],
    ['register', 'partner (outside)'],
    ['retention', '25 months'],
  ])('shows the newest version with %s where none is named', (command, words) => {
    const stdout = hearth(command);
    expect(stdout).toContain(CURRENT_POLICY.version);
    expect(stdout).toContain(words);
  });

  it('says of the first version that it refuses by leaving out, and declares no times', () => {
    expect(hearth('show', '2026.1')).toContain('Nothing: this version refuses by leaving out.');
    expect(hearth('retention', '2026.1')).toBe('Policy 2026.1 declares no times.\n');
  });

  it.each([
    [['show', '1999.1']],
    [['diff', '2026.1', '1999.1']],
    [['register', '__proto__']],
    [['retention', '']],
  ])('refuses %j, and names the versions that there are', (args) => {
    expect(() => hearth(...args)).toThrow(
      'There is no such version of the policy. Published: 2026.1, 2026.2.',
    );
  });

  it('is part of the command line, and fails there with a sentence', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'policy', 'show', '1999.1'], {
      encoding: 'utf8',
      env: { ...process.env, HEARTH_FROM_SOURCE: '1' },
      timeout: 60_000,
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('hearth: There is no such version of the policy. Published: 2026.1, 2026.2.\n');
  });
});

describe('the group of policy commands', () => {
  it('is one, whichever command comes first', () => {
    const program = new Command();
    const group = policyCommand(program);
    addPolicy(program);
    expect(policyCommand(program)).toBe(group);
    expect(program.commands.map((command) => command.name())).toEqual(['policy']);
  });
});
