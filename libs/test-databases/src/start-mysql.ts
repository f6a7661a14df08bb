import { mysqlAtHand } from './mysql-at-hand';
import { startPrivateServer } from './private-server';

/** A server for tests. */
export interface TestMysql {
  /** May create schemas and users. */
  readonly adminUrl: string;
  /** The same account, with a schema chosen. */
  url(database: string): string;
  /** Ends a private server and deletes what it held; a given server is left as it is. */
  stop(): Promise<void>;
}

/**
 * Gives the server of `HEARTH_TEST_MYSQL_URL`, or starts a private `mariadbd` (from the PATH, on loopback, in a temporary
 * folder); `undefined` where there is neither. A private server is quick and forgets everything in a power cut, unless
 * `durable` asks for the settings of production. It ends with this process at the latest.
 *
 * @throws Error when there is none and `HEARTH_REQUIRE_MYSQL=1`, or when `mariadbd` does not start.
 */
export async function startMysql(
  options: { readonly durable?: boolean } = {},
): Promise<TestMysql | undefined> {
  const source = mysqlAtHand();
  if (!source) return undefined;
  const server =
    source.kind === 'url'
      ? { url: source.url, stop: () => Promise.resolve() }
      : await startPrivateServer({ ...source, durable: options.durable === true });
  return {
    adminUrl: server.url,
    url(database) {
      const url = new URL(server.url);
      url.pathname = `/${database}`;
      return url.href;
    },
    stop: () => server.stop(),
  };
}
