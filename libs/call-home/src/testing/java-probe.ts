import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';

/** A test's process lives a second: no time to compile it well. */
export const QUICK_START = ['-XX:TieredStopAtLevel=1', '-Xshare:auto'];

const SOURCES = join(__dirname, '..', '..', 'java');

/** Compiles the Java client, its example and the probe of the tests. @throws Error with what the compiler says. */
export function compileJava(folder: string): void {
  const sources = ['CallHome.java', 'Example.java', join('testing', 'Probe.java')];
  const given = ['-encoding', 'UTF-8', '--release', '17', '-d', folder, ...sources];
  const { status, stderr } = spawnSync('javac', given, { cwd: SOURCES, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** A Java process that embeds the client and does what it is told, a line at a time. */
export class JavaProbe {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: Interface;
  private readonly answers: AsyncIterator<string>;
  /** All that it wrote where logs go. */
  log = '';

  constructor(
    classes: string,
    options: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
  ) {
    const given = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    this.child = spawn('java', [...QUICK_START, '-cp', classes, 'hearth.Probe', ...given], {
      env: environment,
    });
    this.child.stderr.on('data', (piece: Buffer) => (this.log += piece.toString()));
    this.lines = createInterface({ input: this.child.stdout });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  /** Says a command, and gives back the line that it answers. */
  async say(command: string): Promise<string> {
    this.child.stdin.write(`${command}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`The probe ended at "${command}": ${this.log}`);
    return value;
  }

  /** Ends its input, and waits until it has ended; gives back its exit code. */
  async end(): Promise<number | null> {
    const ended = this.child.exitCode === null ? once(this.child, 'exit') : Promise.resolve([]);
    this.child.stdin.end();
    await ended;
    this.lines.close();
    return this.child.exitCode;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
