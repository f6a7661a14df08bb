import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What mariadbd and its installer must agree on, or the server would rebuild its logs at every start. */
export const SIZES = [
  '--innodb-log-file-size=8M',
  '--innodb-data-file-path=ibdata1:8M:autoextend',
  '--innodb-autoextend-increment=2',
];

/**
 * An empty data folder to copy from, initialised once per user and server version (two seconds) and kept in the
 * temporary folder. Two processes that make it at once do not disturb each other: the first rename wins.
 */
export async function dataTemplate(mariadbd: string, install: string): Promise<string> {
  const { stdout } = await run(mariadbd, ['--no-defaults', '--version']);
  const version = /Ver ([0-9.]+)/.exec(stdout)?.[1] ?? 'unknown';
  const user = userInfo().username;
  const template = join(tmpdir(), `hearth-mariadb-template-2-${version}-${user}`);
  if (existsSync(join(template, 'mysql'))) return template;
  const fresh = await mkdtemp(join(tmpdir(), 'hearth-mariadb-new-'));
  try {
    await run(install, [
      '--no-defaults',
      `--user=${user}`,
      `--datadir=${fresh}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...SIZES,
    ]);
    await rename(fresh, template);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(join(template, 'mysql'))) throw error;
  }
  return template;
}
