import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileJava, JavaProbe, QUICK_START } from './java-probe';
import type { Answering } from './recording-server';
import { RecordingServer } from './recording-server';

/** What a suite about the Java client starts, and what it must clear away. */
export class JavaHosts {
  readonly room = mkdtempSync(join(tmpdir(), 'hearth-java-'));
  readonly classes = join(this.room, 'classes');
  private readonly servers: RecordingServer[] = [];
  private readonly probes: JavaProbe[] = [];
  private folders = 0;

  /** @param path where `java` is found. */
  constructor(private readonly path: string) {}

  compile(): void {
    compileJava(this.classes);
  }

  /** A folder that is not there yet. */
  newFolder(): string {
    return join(this.room, `installation-${(this.folders += 1)}`);
  }

  async serve(answering?: Answering): Promise<RecordingServer> {
    const server = await RecordingServer.start(answering);
    this.servers.push(server);
    return server;
  }

  probe(options: Record<string, string>, environment: Record<string, string> = {}): JavaProbe {
    const started = new JavaProbe(this.classes, options, this.environment(environment));
    this.probes.push(started);
    return started;
  }

  /** Nothing of the machine's own settings: no proxy, no word on calling home. */
  private environment(given: Record<string, string>): Record<string, string> {
    return { PATH: this.path, ...given };
  }

  /** Runs the worked example to its end. */
  async example(
    url: string,
  ): Promise<{ readonly code: unknown; readonly output: string; readonly log: string }> {
    const child = spawn('java', [...QUICK_START, '-cp', this.classes, 'Example', url, this.newFolder()], {
      env: this.environment({}),
    });
    let [output, log] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (log += piece.toString()));
    const [code] = (await once(child, 'close')) as unknown[];
    return { code, output, log };
  }

  /** Ends what one test started. */
  clear(): void {
    for (const probe of this.probes.splice(0)) probe.kill();
    for (const server of this.servers.splice(0)) server.stop();
  }

  remove(): void {
    rmSync(this.room, { recursive: true, force: true });
  }
}
