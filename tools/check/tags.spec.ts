import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const ROOMS = ['none', 'personal', 'usage', 'statistics', 'access', 'all'];
const KINDS = ['pure', 'platform', 'testing', 'client', 'room', 'door', 'assembly', 'app', 'tool'];

interface Manifest {
  readonly name: string;
  readonly nx?: { readonly tags?: readonly string[]; readonly targets?: Readonly<Record<string, unknown>> };
}

/** Every project of the workspace: the packages under libs and apps. */
function manifests(): { folder: string; manifest: Manifest }[] {
  return ['libs', 'apps'].flatMap((base) =>
    readdirSync(join(root, base))
      .map((name) => join(base, name))
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => ({
        folder,
        manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
      })),
  );
}

const valuesOf = (manifest: Manifest, dimension: string): string[] =>
  (manifest.nx?.tags ?? [])
    .filter((tag) => tag.startsWith(`${dimension}:`))
    .map((tag) => tag.slice(dimension.length + 1));

describe('the tags that the lint rules stand on', () => {
  const projects = manifests();

  it('finds the libraries that the users know', () => {
    const names = projects.map((p) => p.manifest.name);
    for (const name of [
      'ingestion',
      'customer-records',
      'aggregation',
      'partner-access',
      'policy',
      'call-home',
    ])
      expect(names).toContain(`@hearth/${name}`);
  });

  it.each(projects.map((p) => [p.folder, p.manifest] as const))(
    '%s has one room, one kind, and no other tag',
    (_, manifest) => {
      expect(valuesOf(manifest, 'room')).toHaveLength(1);
      expect(valuesOf(manifest, 'kind')).toHaveLength(1);
      expect(manifest.nx?.tags).toHaveLength(2);
      expect(ROOMS).toContain(valuesOf(manifest, 'room')[0]);
      expect(KINDS).toContain(valuesOf(manifest, 'kind')[0]);
    },
  );

  it.each(projects.map((p) => [p.folder, p.manifest] as const))(
    '%s can be linted, checked and built, and a library tested',
    (folder, manifest) => {
      // The processes of their own are tested together, by the end-to-end suite of the gateway.
      const wanted = ['lint', 'typecheck', 'build', ...(folder.startsWith('libs') ? ['test'] : [])];
      expect(Object.keys(manifest.nx?.targets ?? {})).toEqual(expect.arrayContaining(wanted));
    },
  );

  it.each(projects.map((p) => [p.folder] as const))('%s has one front door and no barrel', (folder) => {
    const source = join(root, folder, 'src');
    const barrels = (readdirSync(source, { recursive: true }) as string[]).filter((file) =>
      /(^|\/)index\.ts$/.test(file),
    );
    expect(barrels).toEqual(folder.startsWith('libs') ? ['index.ts'] : []);
  });
});
