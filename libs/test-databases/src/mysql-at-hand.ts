import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How to have a server at hand, in one sentence. */
export const MYSQL_HOW_TO =
  'Put mariadbd on the PATH, or set HEARTH_TEST_MYSQL_URL=mysql://root@host:port (an account that may create schemas and users).';

/** One line for whoever runs the tests without a server. */
export const MYSQL_SKIP_NOTICE = `Skipped on MariaDB/MySQL: none at hand. ${MYSQL_HOW_TO}`;

/** Where a server would come from. Decided without waiting, because suites are declared before anything runs. */
export type MysqlSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'private'; readonly mariadbd: string; readonly install: string };

/**
 * Looks for a server: `HEARTH_TEST_MYSQL_URL` first, then `mariadbd` and `mariadb-install-db` on the PATH. With
 * `HEARTH_TEST_MYSQL_URL=none` there is none, whatever the machine has.
 *
 * @throws Error when there is none and `HEARTH_REQUIRE_MYSQL=1` says that there must be.
 */
export function mysqlAtHand(): MysqlSource | undefined {
  const url = process.env['HEARTH_TEST_MYSQL_URL'];
  if (url && url !== 'none') return { kind: 'url', url };
  const mariadbd = onPath('mariadbd');
  const install = onPath('mariadb-install-db');
  if (url !== 'none' && mariadbd && install) return { kind: 'private', mariadbd, install };
  if (process.env['HEARTH_REQUIRE_MYSQL'] === '1') {
    throw new Error(
      'HEARTH_REQUIRE_MYSQL=1, but there is neither HEARTH_TEST_MYSQL_URL nor mariadbd on the PATH.',
    );
  }
  return undefined;
}

function onPath(name: string): string | undefined {
  // Debian keeps servers where an ordinary user's PATH does not look.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}
