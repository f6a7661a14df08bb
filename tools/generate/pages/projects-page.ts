import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page, table } from './markdown';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly nx: { readonly tags: readonly string[] };
}

/** docs/projects.md */
export function projectsPage(root: string): string {
  const rows = ['libs', 'apps'].flatMap((base) =>
    readdirSync(join(root, base))
      .sort()
      .filter((name) => existsSync(join(root, base, name, 'package.json')))
      .map((name) => {
        const manifest = JSON.parse(readFileSync(join(root, base, name, 'package.json'), 'utf8')) as Manifest;
        const tag = (dimension: string) =>
          manifest.nx.tags.find((t) => t.startsWith(`${dimension}:`))?.slice(dimension.length + 1) ?? '';
        const needs = Object.keys(manifest.dependencies ?? {})
          .filter((d) => d.startsWith('@hearth/'))
          .map((d) => d.slice('@hearth/'.length));
        return [`\`${base}/${name}\``, tag('room'), tag('kind'), needs.join(', ')];
      }),
  );
  return page('Projects', 'each package.json', table(['project', 'room', 'kind', 'imports'], rows));
}
