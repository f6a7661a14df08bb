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
  /** The server's own process, to be killed and started again on the same data; absent where the server was given. */
  readonly own?: {
    /** `kill -9`; resolves when nothing listens any more. */
    kill(): Promise<void>;
    restart(): Promise<void>;
  };
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
  if (source.kind === 'url') return testMysql(source.url, { stop: () => Promise.resolve() });
  const server = await startPrivateServer({ ...source, durable: options.durable === true });
  return testMysql(server.url, { stop: () => server.stop(), own: server });
}

function testMysql(adminUrl: string, process: Pick<TestMysql, 'stop' | 'own'>): TestMysql {
  return {
    ...process,
    adminUrl,
    url(database) {
      const url = new URL(adminUrl);
      url.pathname = `/${database}`;
      return url.href;
    },
  };
}
