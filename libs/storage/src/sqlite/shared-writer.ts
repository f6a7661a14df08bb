import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Statement } from '../statements/statement';
import { WORKER_FOLDER } from './sqlite-connection';

/** How long a statement of the writer waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

export interface WriterAnswer {
  readonly rows?: Record<string, unknown>[];
  /** Of each statement, where many were sent. */
  readonly results?: Record<string, unknown>[][];
  readonly changes?: number;
  readonly lastInsertRowid?: number | string;
}

interface Waiting {
  resolve(answer: WriterAnswer): void;
  reject(error: Error): void;
}

type Message =
  { readonly ready: true } | ({ readonly id: number; readonly error?: { message: string } } & WriterAnswer);

/**
 * The one writing connection of a SQLite file in this process, and the queue before it. SQLite knows one transaction per
 * connection: a statement of a stranger that slipped in between BEGIN and COMMIT would share that transaction's fate.
 * So units take turns, whole.
 */
export class SharedWriter {
  private static readonly open = new Map<string, Promise<SharedWriter>>();

  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private users = 0;
  private failure: Error | undefined;
  private tail: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly key: string,
    private readonly worker: Worker,
  ) {}

  /** Gives the file's writer, and starts it at the first call; each call is matched by one `release`. */
  static async acquire(file: string): Promise<SharedWriter> {
    const key = fileKey(file);
    for (;;) {
      const known = SharedWriter.open.get(key) ?? SharedWriter.start(key);
      const writer = await known;
      // The last user may have let go of it while we waited: then the next turn starts a new one.
      if (SharedWriter.open.get(key) !== known) continue;
      writer.users += 1;
      return writer;
    }
  }

  private static start(key: string): Promise<SharedWriter> {
    const worker = new Worker(join(WORKER_FOLDER, 'sqlite-worker.cjs'), {
      workerData: { file: key, busyTimeoutMs: BUSY_TIMEOUT_MS },
      // The thread runs plain JavaScript: what the process was told to load first is not for it.
      execArgv: [],
    });
    const writer = new SharedWriter(key, worker);
    const started = new Promise<SharedWriter>((ready, fail) => {
      worker.on('message', (message: Message) => {
        if ('ready' in message) {
          worker.unref();
          ready(writer);
        } else writer.settle(message);
      });
      const failed = (error: Error) => {
        SharedWriter.open.delete(key);
        writer.fail(error);
        fail(error);
      };
      worker.on('error', failed);
      worker.on('exit', () => failed(new Error('The writing thread of a SQLite file has ended.')));
    });
    started.catch(() => undefined);
    SharedWriter.open.set(key, started);
    return started;
  }

  /** Runs `task` when every task before it has ended, whichever way. */
  inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(task);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Sends one statement. To be called from within a turn only. */
  send(sql: string, parameters: readonly unknown[]): Promise<WriterAnswer> {
    return this.post({ sql, parameters });
  }

  /** Sends statements that are to run one after another, the first that fails being the last. As `send`. */
  async sendAll(statements: readonly Statement[]): Promise<Record<string, unknown>[][]> {
    const { results = [] } = await this.post({ statements });
    return results.map((rows) => rows.map(withBuffers));
  }

  private post(question: object): Promise<WriterAnswer> {
    if (this.failure) return Promise.reject(this.failure);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      // Work in flight keeps the process alive; an idle writer does not.
      this.worker.ref();
      try {
        this.worker.postMessage({ id, ...question });
      } catch (error) {
        this.settle({ id, error: error as Error });
      }
    });
  }

  /** Lets go of the writer; the last one closes the file and ends the thread. */
  async release(): Promise<void> {
    await this.inTurn(() => Promise.resolve());
    this.users -= 1;
    if (this.users > 0 || this.failure) return;
    SharedWriter.open.delete(this.key);
    const ended = new Promise<void>((done) => this.worker.once('exit', () => done()));
    this.worker.ref();
    this.worker.postMessage({ close: true });
    await ended;
  }

  private settle(message: { id: number; error?: { message: string } } & WriterAnswer): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (this.waiting.size === 0) this.worker.unref();
    if (message.error) waiting?.reject(Object.assign(new Error(message.error.message), message.error));
    else waiting?.resolve({ ...message, ...(message.rows ? { rows: message.rows.map(withBuffers) } : {}) });
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const waiting of this.waiting.values()) waiting.reject(error);
    this.waiting.clear();
  }
}

/** One name for one file, however it was spelt. */
function fileKey(file: string): string {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return join(realpathSync(dirname(path)), basename(path));
}

/** Bytes cross the thread boundary as plain arrays; readers expect Buffers, as from every other driver. */
function withBuffers(row: Record<string, unknown>): Record<string, unknown> {
  for (const key in row) {
    const value = row[key];
    if (value instanceof Uint8Array) row[key] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return row;
}
