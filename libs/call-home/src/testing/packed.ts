import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const library = join(__dirname, '..', '..');
const compiler = join(library, '..', '..', 'node_modules', 'typescript7', 'bin', 'tsc');

/** A folder into which the package was installed as whoever downloads it would. */
export interface Installed {
  readonly folder: string;
  /** Names of the files in the package. */
  readonly files: readonly string[];
  clear(): void;
}

/** Builds, packs and installs the package in an empty folder, without a network. */
export async function installPacked(): Promise<Installed> {
  const place = mkdtempSync(join(tmpdir(), 'call-home-packed-'));
  const [source, folder] = [join(place, 'source'), join(place, 'host')];
  mkdirSync(source);
  mkdirSync(folder);
  const outDir = ['--outDir', join(source, 'dist'), '--tsBuildInfoFile', join(place, 'build-info')];
  await run(process.execPath, [compiler, '-p', 'tsconfig.lib.json', ...outDir], { cwd: library });
  for (const name of ['package.json', 'README.md', 'LICENSE', 'examples']) {
    cpSync(join(library, name), join(source, name), { recursive: true });
  }
  await run('npm', ['pack', '--pack-destination', place], { cwd: source });
  const tarball = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "name": "host", "private": true }\n');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(place, tarball)], {
    cwd: folder,
  });
  const files = readdirSync(join(folder, 'node_modules', '@hearth', 'call-home'), { recursive: true });
  return {
    folder,
    files: files.map(String),
    clear: () => rmSync(place, { recursive: true, force: true }),
  };
}
