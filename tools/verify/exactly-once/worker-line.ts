import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Order } from './messages';

/** The worker ended before it answered. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** One process, as its starter sees it. */
export class Worker {
  readonly exited: Promise<NodeJS.Signals | number>;
  private gone = false;
  private waiting:
    { resolve: (answer: Answer & { is: 'done' }) => void; reject: (error: Error) => void } | undefined;
  private readonly warmed: Promise<void>;

  constructor(private readonly child: ChildProcess) {
    this.exited = once(child, 'exit').then(([code, signal]) => {
      this.gone = true;
      this.settle((waiting) => waiting.reject(new Died('the worker ended')));
      return (signal as NodeJS.Signals | null) ?? (code as number);
    });
    this.warmed = new Promise((resolve) => {
      child.on('message', (answer: Answer) => {
        if (answer.is === 'warm') resolve();
        else if (answer.is === 'done') this.settle((waiting) => waiting.resolve(answer));
        else this.settle((waiting) => waiting.reject(new Error(answer.message)));
      });
    });
  }

  warm(): Promise<void> {
    return this.warmed;
  }

  /** One order at a time. */
  ask(order: Order): Promise<Answer & { is: 'done' }> {
    if (this.gone) return Promise.reject(new Died('the worker ended'));
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      // Where the other end has closed already, the exit tells.
      this.child.send(order, () => undefined);
    });
  }

  kill(signal: 'SIGKILL' | 'SIGTERM'): void {
    this.child.kill(signal);
  }

  private settle(how: (waiting: NonNullable<Worker['waiting']>) => void): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) how(waiting);
  }
}

/** Workers that stand ready: the next one is loaded while another works. */
export class WorkerLine {
  private readonly ready: Worker[] = [];
  private readonly started: Worker[] = [];

  constructor(spares: number) {
    while (this.ready.length < spares) this.ready.push(this.start());
  }

  /** A worker that is warm; another one begins to load. */
  async next(): Promise<Worker> {
    const worker = this.ready.shift() ?? this.start();
    if (this.ready.length === 0) this.ready.push(this.start());
    await worker.warm();
    return worker;
  }

  /** Takes back a worker that has closed its home. */
  giveBack(worker: Worker): void {
    this.ready.unshift(worker);
  }

  async end(): Promise<void> {
    for (const worker of this.started) worker.kill('SIGKILL');
    await Promise.all(this.started.map(({ exited }) => exited));
  }

  private start(): Worker {
    // It inherits how this process loads its sources.
    const child = fork(join(__dirname, 'worker.ts'), [], { serialization: 'advanced' });
    const worker = new Worker(child);
    this.started.push(worker);
    return worker;
  }
}
