import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT: string = join(__dirname, '..', '..');

/** A project with tests. */
export interface TestedProject {
  /** As Nx knows it. */
  readonly name: string;
  /** From the root of the repository. */
  readonly folder: string;
  /** The files of its tests, from the root of the repository. */
  readonly specs: readonly string[];
  /** When its newest source was changed, UTC milliseconds. */
  readonly changedAt: number;
}

/** Every project with tests, by folder. */
export function testedProjects(): TestedProject[] {
  const folders = ['libs', 'apps'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
  );
  return [...folders, 'tools']
    .filter((folder) => existsSync(join(ROOT, folder, 'jest.config.cjs')))
    .sort()
    .map((folder) => {
      const sources = sourcesIn(folder === 'tools' ? folder : `${folder}/src`);
      return {
        name: nameOf(folder),
        folder,
        specs: sources.filter((file) => file.endsWith('.spec.ts')),
        changedAt: Math.max(0, ...sources.map((file) => statSync(join(ROOT, file)).mtimeMs)),
      };
    });
}

function nameOf(folder: string): string {
  const file = ['project.json', 'package.json']
    .map((name) => join(ROOT, folder, name))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${folder} has tests and no name.`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { name: string }).name;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}
