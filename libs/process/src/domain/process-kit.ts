import { openRoom, type AccountName, type RoomName, type RoomsConfig } from '@hearth/rooms';
import { createLogger, createMetrics, type Logger, type LogLevel, type Metrics } from '@hearth/service';
import type { RoomDatabase } from '@hearth/storage';

/** What a kit is made of. */
export interface ProcessKitOptions {
  /** Name of the process in its log lines. */
  readonly name: string;
  readonly logLevel: LogLevel;
  readonly rooms: RoomsConfig;
}

/** What a process holds while it runs, and gives back in the reverse order. */
export interface ProcessKit {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Opens a room as an account, once. */
  room(room: RoomName, account: AccountName): Promise<RoomDatabase>;
  /** Why the process cannot serve now: a word per room that does not answer. */
  ready(): Promise<readonly string[]>;
  /** Runs a task now and then, never twice at once; failures are logged. The timer keeps no process alive. */
  every(seconds: number, task: string, run: () => Promise<unknown>): void;
  /** What is closed when the kit is: the last registered first. */
  onClose(close: () => Promise<unknown>): void;
  close(): Promise<void>;
}

/** Makes the kit of one process. Close it before the process ends: pools and worker threads keep it alive. */
export function createProcessKit(options: ProcessKitOptions): ProcessKit {
  const logger = createLogger({ name: options.name, level: options.logLevel });
  const opened = new Map<string, Promise<RoomDatabase>>();
  const closers: (() => Promise<unknown>)[] = [];

  function room(name: RoomName, account: AccountName): Promise<RoomDatabase> {
    const key = `${name} as ${account}`;
    const known = opened.get(key);
    if (known) return known;
    const database = openRoom(options.rooms, name, account);
    opened.set(key, database);
    // What never opened has nothing to close; whoever asked for it was told why.
    closers.push(() =>
      database.then(
        (open) => open.close(),
        () => undefined,
      ),
    );
    return database;
  }

  async function ready(): Promise<readonly string[]> {
    const reasons = await Promise.all(
      [...opened].map(async ([key, database]) => {
        try {
          await (await database).read((m) => m.query('SELECT 1'));
          return [];
        } catch {
          return [`room ${key} does not answer`];
        }
      }),
    );
    return reasons.flat();
  }

  function every(seconds: number, task: string, run: () => Promise<unknown>): void {
    let stopped = false;
    let running = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    const tick = (): void => {
      running = run().then(
        () => undefined,
        (error: unknown) => logger.error({ err: error, task }, 'a task failed and will be tried again'),
      );
      void running.then(() => {
        if (!stopped) timer = setTimeout(tick, seconds * 1_000).unref();
      });
    };
    tick();
    closers.push(() => {
      stopped = true;
      clearTimeout(timer);
      return running;
    });
  }

  let closed: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (const close of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        logger.error({ err: error }, 'closing failed');
      }
    }
  }
  return {
    logger,
    metrics: createMetrics(),
    now: Date.now,
    room,
    ready,
    every,
    onClose: (close) => closers.push(close),
    close: () => (closed ??= closeAll()),
  };
}
