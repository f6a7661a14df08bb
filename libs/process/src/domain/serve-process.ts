import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ConfigError,
  onStopSignals,
  readConfig,
  startHttpServer,
  type ConfigOf,
  type ConfigSpec,
  type Environment,
} from '@hearth/service';
import { createProcessKit, type ProcessKit } from './process-kit';
import { roomsOf } from './rooms-of';
import { LISTEN_SETTINGS, PROCESS_SETTINGS, STORAGE_SETTINGS } from './settings';

type Whole<S extends ConfigSpec> = typeof PROCESS_SETTINGS &
  typeof STORAGE_SETTINGS &
  typeof LISTEN_SETTINGS &
  S;

/** What a process is given to start from. */
export interface ServedProcess<S extends ConfigSpec> {
  readonly kit: ProcessKit;
  readonly config: ConfigOf<Whole<S>>;
  readonly keysFolder: string;
}

const notFound = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"NOT_FOUND"}}');
};

/**
 * Runs a process of its own: reads its configuration whole (all faults at once, then exit 2), builds its handler, listens,
 * and stops in order on SIGTERM or SIGINT. A process without a handler answers its health alone.
 */
export async function serveProcess<const S extends ConfigSpec>(o: {
  readonly name: string;
  readonly settings: S;
  readonly env: Environment;
  readonly start: (
    given: ServedProcess<S>,
  ) => Promise<((req: IncomingMessage, res: ServerResponse) => void) | undefined>;
  /** What to do instead of all that, where the process is to do one thing and end. It listens nowhere. */
  readonly once?: (kit: ProcessKit) => Promise<void>;
}): Promise<void> {
  const spec: Whole<S> = { ...PROCESS_SETTINGS, ...STORAGE_SETTINGS, ...LISTEN_SETTINGS, ...o.settings };
  let config: ConfigOf<Whole<S>>;
  try {
    config = readConfig(spec, o.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(
      `${o.name} does not start:\n${error.faults.map((fault) => `  ${fault}`).join('\n')}\n`,
    );
    process.exit(2);
  }
  // What every process has, whatever S adds; the generic spec hides it from the compiler.
  const common = config as unknown as ConfigOf<
    typeof PROCESS_SETTINGS & typeof STORAGE_SETTINGS & typeof LISTEN_SETTINGS
  >;
  const keysFolder = common.keysFolder ?? join(common.home, 'keys');
  const kit = createProcessKit({
    name: o.name,
    logLevel: common.logLevel,
    rooms: roomsOf(common, keysFolder),
  });
  try {
    if (o.once) {
      await o.once(kit);
      await kit.close();
      return;
    }
    const handler = await o.start({ kit, config, keysFolder });
    const server = await startHttpServer({
      host: common.host,
      port: common.port,
      handler: handler ?? notFound,
      ready: () => kit.ready(),
      metrics: kit.metrics,
      logger: kit.logger,
    });
    kit.onClose(() => server.close());
    onStopSignals(() => kit.close());
  } catch (error) {
    kit.logger.fatal({ err: error }, 'could not start');
    await kit.close();
    process.exitCode = 1;
  }
}
