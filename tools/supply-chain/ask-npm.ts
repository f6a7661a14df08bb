import { execFile } from 'node:child_process';

/** What npm answered; undefined where nothing that could be read came in time. */
export async function askNpm(root: string, args: readonly string[], timeoutMs: number): Promise<unknown> {
  const text = await new Promise<string>((resolve) => {
    // npm ends with 1 where it found something, and says it on its standard output all the same. What it says besides
    // names the registry that it asked, and is dropped.
    execFile(
      'npm',
      [...args, '--json'],
      { cwd: root, timeout: timeoutMs, maxBuffer: 64 * 1_048_576, encoding: 'utf8' },
      (_error, stdout) => resolve(stdout),
    );
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
