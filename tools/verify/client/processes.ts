import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** The variables by which a machine or its operator would steer the client; a proof starts without them. */
const STEERING =
  /^(https?_proxy|no_proxy|all_proxy|do_not_track|hearth_.*|node_extra_ca_certs|node_options)$/i;

/** How a process of the proof is started. */
export interface Start {
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the process inside a namespace of its own: it gets the rest as its arguments. */
  readonly wrapper?: readonly string[];
  /** False for a process that nothing but its own work may keep alive. */
  readonly channel?: boolean;
}

/** Starts a file of this folder from its source. */
export function startProcess(start: Start): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !STEERING.test(name));
  const command = [
    ...(start.wrapper ?? []),
    process.execPath,
    '--expose-gc',
    // A young generation of one size: otherwise it grows with the work, and resident memory tells of that alone.
    '--max-semi-space-size=2',
    '--conditions=@hearth/source',
    '--require',
    require.resolve('@swc-node/register'),
    join(__dirname, start.file),
    ...(start.args ?? []),
  ];
  return spawn(command[0] ?? '', command.slice(1), {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit', ...((start.channel ?? true) ? (['ipc'] as const) : [])],
    env: {
      ...Object.fromEntries(inherited),
      SWC_NODE_PROJECT: join(ROOT, 'tsconfig.run.json'),
      NODE_NO_WARNINGS: '1',
      // One heap outside V8's too: what several threads' heaps hold back comes and goes by chance.
      MALLOC_ARENA_MAX: '1',
      ...start.env,
    },
  });
}

/** A process that answers one question at a time. */
export class Asked<Q extends object, A> {
  private turn: Promise<unknown> = Promise.resolve();
  constructor(readonly child: ChildProcess) {}

  /** Asks when the questions before are answered; fails when the process ends instead. */
  ask<T extends A>(question: Q): Promise<T> {
    const asked = this.turn.then(() => {
      const answered = this.next<T>();
      this.child.send(question);
      return answered;
    });
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  /** The next thing that the process says by itself. */
  next<T extends A>(): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('A process of the proof ended before it answered.'));
      this.child.once('exit', ended);
      this.child.once('message', (message) => {
        this.child.off('exit', ended);
        resolve(message as T);
      });
    });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
