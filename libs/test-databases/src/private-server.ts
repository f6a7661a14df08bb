import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { dataTemplate, SIZES } from './data-template';

const START_LIMIT_MS = 30_000;
/** Several suites start at once, and a port that was free a moment ago may be another's by now. */
const PORTS_TRIED = 5;
/** Below the range from which systems take the ports of clients, which would get in the way. */
const PORTS = { from: 20_000, count: 12_000 };

/**
 * Starts the server and waits for the end of its standard input: whichever way the tests end, the pipe closes, and the
 * server and its folder are gone. Jest gives tests no exit handler that would be as sure.
 */
const GUARD =
  'folder=$1; shift; "$@" >/dev/null 2>&1 </dev/null & server=$!; cat >/dev/null; kill -9 $server; wait $server; rm -rf "$folder"';

const QUICK = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--sync-frm=0'];
// A server in production has room too: these are MariaDB's own sizes.
const DURABLE = [
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-doublewrite=1',
  '--innodb-buffer-pool-size=128M',
  '--innodb-log-file-size=96M',
];

const SMALL = [
  '--skip-log-bin',
  '--performance-schema=OFF',
  '--innodb-buffer-pool-size=64M',
  '--key-buffer-size=1M',
  '--aria-pagecache-buffer-size=1M',
  ...SIZES,
];

// What a MariaDB server has by default, written down, so that a distribution's habits make no difference.
const STRICT = ['--sql-mode=STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'];

export interface PrivateServer {
  readonly url: string;
  stop(): Promise<void>;
  /** Ends the server as it stands (`kill -9`), and leaves its data where it is. Resolves when nothing listens any more. */
  kill(): Promise<void>;
  /** Starts it again after a kill, on the same data and the same port. */
  restart(): Promise<void>;
}

interface PrivateServerOptions {
  readonly mariadbd: string;
  readonly install: string;
  readonly durable: boolean;
  /** Finds a port to listen at; one that is free where absent. */
  readonly pickPort?: () => Promise<number>;
}

/** What answers at the port is somebody else's server, or nothing can listen there. */
class PortTakenError extends Error {}

/** Starts a MariaDB of our own on a free port of the loopback address; about half a second, the first time three. */
export async function startPrivateServer(o: PrivateServerOptions): Promise<PrivateServer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await startOnce(o);
    } catch (error) {
      if (!(error instanceof PortTakenError) || tried >= PORTS_TRIED) throw error;
    }
  }
}

async function startOnce(o: PrivateServerOptions): Promise<PrivateServer> {
  const template = await dataTemplate(o.mariadbd, o.install);
  const folder = await mkdtemp(join(tmpdir(), 'hearth-mariadb-'));
  await cp(template, join(folder, 'data'), { recursive: true });
  await mkdir(join(folder, 'tmp'));
  const port = await (o.pickPort ?? freePort)();
  const url = `mysql://root@127.0.0.1:${port}`;
  // A server that was killed leaves its guard, which has nothing more to do than to end.
  const guards: Guard[] = [];
  const stop = async () => {
    await Promise.all(guards.map((guard) => guard.end()));
  };
  const start = async () => {
    guards.push(launch(o, folder, port));
    try {
      await untilReady(url, folder);
    } catch (error) {
      const log = await readErrorLog(folder);
      await stop();
      if (error instanceof PortTakenError) throw error;
      throw new Error(`mariadbd did not start: ${log.split('\n').slice(-5).join(' ')}`, { cause: error });
    }
  };
  await start();
  return {
    url,
    stop,
    async kill() {
      process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')), 'SIGKILL');
      while (await isListening(port)) await sleep(5);
    },
    restart: start,
  };
}

interface Guard {
  end(): Promise<void>;
}

function launch(o: PrivateServerOptions, folder: string, port: number): Guard {
  const guard = spawn(
    'sh',
    [
      '-c',
      GUARD,
      'sh',
      folder,
      o.mariadbd,
      '--no-defaults',
      `--user=${userInfo().username}`,
      `--datadir=${join(folder, 'data')}`,
      // A server that starts clears its temporary folder: in a common one it took the tables of others that were running, and
      // these ended with a signal.
      `--tmpdir=${join(folder, 'tmp')}`,
      `--socket=${join(folder, 's')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--log-error=${join(folder, 'error.log')}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      '--skip-name-resolve',
      ...SMALL,
      ...STRICT,
      ...(o.durable ? DURABLE : QUICK),
    ],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  // Neither the guard nor its pipe keeps this process alive.
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  const ended = once(guard, 'exit');
  return {
    async end() {
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function untilReady(url: string, folder: string): Promise<void> {
  for (const begun = Date.now(); ;) {
    try {
      const connection = await createConnection(url);
      const [rows] = await connection.query('SELECT @@datadir AS folder');
      // Of two that start on one port one listens, and whoever else is taken for it would lose it with the other's end.
      if (!(rows as { folder: string }[])[0]?.folder.startsWith(folder)) {
        connection.destroy();
        throw new PortTakenError(`${url} is another server's`);
      }
      // Accounts without a name would be preferred to named ones from localhost.
      await connection.query("DELETE FROM mysql.global_priv WHERE User = ''");
      await connection.query('FLUSH PRIVILEGES');
      await connection.end();
      return;
    } catch (error) {
      if (error instanceof PortTakenError) throw error;
      if ((await readErrorLog(folder)).includes('Bind on TCP/IP port')) {
        throw new PortTakenError('the port was taken', { cause: error });
      }
      if (Date.now() - begun > START_LIMIT_MS) throw error;
      await sleep(20);
    }
  }
}

function readErrorLog(folder: string): Promise<string> {
  return readFile(join(folder, 'error.log'), 'utf8').catch(() => '');
}

/** A port of the loopback address that was free a moment ago. */
export async function freePort(): Promise<number> {
  const port = PORTS.from + randomInt(PORTS.count);
  const server = createServer();
  const free = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  if (!(await free)) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}
