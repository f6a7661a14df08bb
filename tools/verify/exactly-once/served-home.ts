import type { Ending, Order, Serving } from './messages';
import { Died, type Worker, type WorkerLine } from './worker-line';

/** Another worker takes over in the turn in which the end of the last one is told; any other error is one. */
async function takenOver(error: unknown): Promise<void> {
  if (!(error instanceof Died)) throw error;
  await new Promise((resolve) => setImmediate(resolve));
}

/** A home that one worker after another serves: where one ends, the next takes over on the same port. */
export class ServedHome {
  /** How each worker so far ended. */
  readonly endings: (NodeJS.Signals | number)[] = [];
  private current: Promise<Worker>;
  private closing = false;
  private serving: Serving;

  private constructor(
    private readonly line: WorkerLine,
    serving: Serving,
    private readonly planned: Ending[],
  ) {
    this.serving = serving;
    this.current = this.serve();
    // Whoever needs the worker is told.
    this.current.catch(() => undefined);
  }

  /** @param planned how the first workers are to end themselves, one each */
  static async open(
    line: WorkerLine,
    serving: Serving,
    planned: readonly Ending[] = [],
  ): Promise<ServedHome> {
    const home = new ServedHome(line, serving, [...planned]);
    await home.current;
    return home;
  }

  get url(): string {
    return `http://127.0.0.1:${this.serving.port}`;
  }

  /** Has it done, by as many workers as it takes. */
  async insist(order: Order) {
    for (;;) {
      try {
        return await (await this.current).ask(order);
      } catch (error) {
        await takenOver(error);
      }
    }
  }

  /** The clock stands at another instant from now on, for the workers to come as well. */
  async setClock(clock: number): Promise<void> {
    this.serving = { ...this.serving, clock };
    await this.insist({ do: 'set-clock', clock });
  }

  /** Ends the worker that serves now; resolves when it has gone, and before the next one serves. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const worker = await this.served();
    worker.kill(signal);
    await worker.exited;
  }

  /** Resolves when a worker serves. */
  async served(): Promise<Worker> {
    for (;;) {
      try {
        return await this.current;
      } catch (error) {
        await takenOver(error);
      }
    }
  }

  /** Closes the home in order, and gives the worker back to the line. */
  async close(): Promise<void> {
    await this.insist({ do: 'close' });
    this.closing = true;
    this.line.giveBack(await this.served());
  }

  private async serve(): Promise<Worker> {
    const worker = await this.line.next();
    void worker.exited.then((how) => {
      if (this.closing) return;
      this.endings.push(how);
      this.current = this.serve();
      this.current.catch(() => undefined);
    });
    const ending = this.planned.shift();
    const { port } = await worker.ask({ do: 'open', serving: this.serving, ...(ending ? { ending } : {}) });
    this.serving = { ...this.serving, port: port ?? this.serving.port };
    return worker;
  }
}
