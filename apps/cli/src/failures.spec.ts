import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHearth, type Hearth } from '@hearth/assembly';
import { Command } from 'commander';
import { addFailures } from './commands/failures';

describe('hearth failures and hearth replay', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-failures-'));
  let server: Hearth;
  let token: string;

  beforeAll(async () => {
    server = await startHearth({
      host: '127.0.0.1',
      port: 0,
      rooms: { kind: 'sqlite', folder: join(home, 'data') },
      keysFolder: join(home, 'keys'),
      issuer: 'https://hearth.invalid',
      trustedProxies: [],
      logLevel: 'silent',
      rollUpSeconds: 86_400,
      crossingSeconds: 86_400,
      demonstration: false,
    });
    ({ token } = await server.issuer.issue({
      client: 'a-test',
      audience: 'operations',
      purposes: ['operation'],
    }));
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  });

  async function hearth(...args: string[]): Promise<string> {
    const told: string[] = [];
    const stdout = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => (told.push(String(text)), true));
    const program = new Command('hearth').exitOverride();
    addFailures(program);
    try {
      await program.parseAsync([...args, '--url', server.url, '--token', token], { from: 'user' });
    } finally {
      stdout.mockRestore();
    }
    return told.join('');
  }

  it('say so where there is nothing to say', async () => {
    expect(await hearth('failures')).toBe('Nothing was refused, held or left out.\n');
    expect(await hearth('replay')).toBe('Nothing is kept that could be tried again.\n');
  });

  it('list what was held, and try it dry unless told otherwise', async () => {
    const report = {
      schema: 1,
      id: randomUUID(),
      installationId: randomUUID(),
      sequence: 1,
      product: 'roboserver',
      version: '11.5.0.3',
      edition: 'ENTERPRISE',
      reason: 'daily',
      observedAt: new Date().toISOString(),
      countersSince: new Date(0).toISOString(),
      licenceKey: 'NOBODY-KNOWS-0001',
      policyVersion: '2026.2',
    };
    await fetch(`${server.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
    const listed = await hearth('failures');
    expect(listed).toMatch(/UNKNOWN_LICENCE +UNKNOWN_LICENCE_KEY +\/licenceKey +roboserver +1 /);
    expect(listed).toContain('hearth replay');
    expect(listed).not.toContain('NOBODY-KNOWS');

    const dry = await hearth('replay', '--code', 'UNKNOWN_LICENCE_KEY');
    expect(dry).toMatch(/UNKNOWN_LICENCE_KEY +HELD +1/);
    expect(dry).toContain('Nothing was written');
    const applied = await hearth('replay', '--apply', '--product', 'roboserver');
    expect(applied).toMatch(/failed for +became +reports/);
    expect(applied).not.toContain('Nothing was written');
  });

  it('repeat the server’s words where it refuses', async () => {
    await expect(hearth('replay', '--code', 'NO_SUCH')).rejects.toThrow(
      'BAD_INPUT: filter.code: a code of failedReports',
    );
  });
});
