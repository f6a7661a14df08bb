// Keeps each project's TypeScript references equal to the @hearth packages it depends on, and its declared
// dependencies equal to what its sources import.   npm run references [-- --check]
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const check = process.argv.includes('--check');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const projects = new Map();
for (const base of ['libs', 'apps']) {
  for (const name of readdirSync(join(root, base))) {
    const folder = join(root, base, name);
    if (existsSync(join(folder, 'package.json')))
      projects.set(read(join(folder, 'package.json')).name, folder);
  }
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

let stale = 0;
function settle(path, value, spaces = 2) {
  const text = `${JSON.stringify(value, null, spaces)}\n`;
  if (JSON.stringify(read(path)) === JSON.stringify(value)) return;
  stale += 1;
  if (check) console.error(`${relative(root, path)} does not agree with the imports: run npm run references`);
  else writeFileSync(path, text);
}

for (const [name, folder] of projects) {
  const imported = new Set();
  const tested = new Set();
  // Of what is published, its tests and their helpers stay at home.
  const shipped = new Set();
  for (const file of sources(join(folder, 'src'))) {
    const into = file.endsWith('.spec.ts') ? tested : imported;
    for (const match of readFileSync(file, 'utf8').matchAll(
      /(?:from|import|require\()\s*['"](@hearth\/[a-z0-9-]+)['"]/g,
    )) {
      if (match[1] === name) continue;
      into.add(match[1]);
      if (into === imported && !file.includes('/src/testing/')) shipped.add(match[1]);
    }
  }
  const manifest = read(join(folder, 'package.json'));
  const all = [...new Set([...imported, ...tested])].sort();
  const others = Object.entries(manifest.dependencies ?? {}).filter(([d]) => !d.startsWith('@hearth/'));
  const any = (names) => names.map((dependency) => [dependency, '*']);
  const rest = Object.fromEntries(
    Object.entries(manifest).filter(([field]) => !['dependencies', 'devDependencies'].includes(field)),
  );
  if (manifest.private === false) {
    const ships = Object.fromEntries([...any(all.filter((d) => shipped.has(d))), ...others]);
    const stays = Object.fromEntries(any(all.filter((d) => !shipped.has(d))));
    settle(join(folder, 'package.json'), {
      ...rest,
      ...(Object.keys(ships).length > 0 ? { dependencies: ships } : {}),
      ...(Object.keys(stays).length > 0 ? { devDependencies: stays } : {}),
    });
  } else
    settle(join(folder, 'package.json'), {
      ...manifest,
      dependencies: Object.fromEntries([...any(all), ...others]),
    });
  const reference = (dependency) => ({
    path: `${relative(folder, projects.get(dependency))}/tsconfig.lib.json`,
  });
  const lib = read(join(folder, 'tsconfig.lib.json'));
  settle(join(folder, 'tsconfig.lib.json'), { ...lib, references: [...imported].sort().map(reference) });
  const spec = read(join(folder, 'tsconfig.spec.json'));
  settle(join(folder, 'tsconfig.spec.json'), {
    ...spec,
    references: [{ path: './tsconfig.lib.json' }, ...[...tested].sort().map(reference)],
  });
}
if (check && stale > 0) process.exit(1);
console.log(check ? 'references agree with imports' : `${stale} files brought in line`);
