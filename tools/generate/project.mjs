// Makes a new library or app with everything the workspace expects of one.
//   npm run generate -- library NAME --room none|personal|usage|statistics|access --kind pure|platform|room|door|client|testing
//   npm run generate -- app NAME
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const usage = `Usage: npm run generate -- <library|app> NAME [--room ROOM] [--kind KIND] [--depends a,b]
  ROOM  none (default), personal, usage, statistics, access
  KIND  pure (default), platform, room, door, client, testing`;
const ROOMS = ['none', 'personal', 'usage', 'statistics', 'access', 'all'];
const KINDS = ['pure', 'platform', 'testing', 'client', 'room', 'door', 'assembly', 'app'];

function fail(message) {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    room: { type: 'string' },
    kind: { type: 'string' },
    depends: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [sort, name] = positionals;
if (sort !== 'library' && sort !== 'app') fail('Say what to make: library or app.');
if (!/^[a-z][a-z0-9-]*$/.test(name ?? '')) fail('NAME is kebab-case: [a-z][a-z0-9-]*.');
const isApp = sort === 'app';
const room = values.room ?? (isApp ? 'all' : 'none');
const kind = isApp ? 'app' : (values.kind ?? 'pure');
if (!ROOMS.includes(room)) fail(`--room is one of ${ROOMS.join(', ')}.`);
if (!KINDS.includes(kind)) fail(`--kind is one of ${KINDS.join(', ')}.`);

const folder = join(root, isApp ? 'apps' : 'libs', name);
if (existsSync(folder)) fail(`${folder} exists already.`);
const packageName = isApp ? `@hearth/app-${name}` : `@hearth/${name}`;
const dependencies = Object.fromEntries(
  (values.depends ?? '')
    .split(',')
    .filter(Boolean)
    .map((d) => [`@hearth/${d}`, '*']),
);

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const entry = isApp ? 'main' : 'index';
const files = {
  'package.json': json({
    name: packageName,
    version: '0.1.0',
    private: true,
    license: 'Apache-2.0',
    type: 'commonjs',
    main: `./dist/${entry}.js`,
    types: `./dist/${entry}.d.ts`,
    exports: {
      './package.json': './package.json',
      '.': {
        '@hearth/source': `./src/${entry}.ts`,
        types: `./dist/${entry}.d.ts`,
        default: `./dist/${entry}.js`,
      },
    },
    dependencies,
    nx: {
      tags: [`room:${room}`, `kind:${kind}`],
      targets: { lint: {}, typecheck: {}, ...(isApp ? {} : { test: {} }), build: {} },
    },
  }),
  'tsconfig.json': json({
    extends: '../../tsconfig.base.json',
    files: [],
    references: [{ path: './tsconfig.lib.json' }, { path: './tsconfig.spec.json' }],
  }),
  'tsconfig.lib.json': json({
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.lib.tsbuildinfo' },
    include: ['src/**/*.ts'],
    exclude: ['src/**/*.spec.ts'],
    references: [],
  }),
  'tsconfig.spec.json': json({
    extends: '../../tsconfig.base.json',
    compilerOptions: { outDir: 'out-tsc/spec', types: ['jest', 'node'], emitDeclarationOnly: true },
    include: ['src/**/*.spec.ts'],
    references: [{ path: './tsconfig.lib.json' }],
  }),
  'jest.config.cjs': `module.exports = { ...require('../../jest.preset.cjs'), displayName: '${name}', rootDir: __dirname };\n`,
  ...(isApp
    ? {}
    : {
        'src/index.spec.ts': `import * as frontDoor from './index';

describe('the front door of @hearth/${name}', () => {
  it('exports what is meant for others, and nothing else', () => {
    // Name each export here as it comes.
    expect(Object.keys(frontDoor).sort()).toEqual([]);
  });
});
`,
      }),
  [`src/${entry}.ts`]: isApp
    ? `export {};\n`
    : `// The front door of @hearth/${name}: named exports only.\nexport {};\n`,
};
for (const [path, content] of Object.entries(files)) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}
const rootConfig = join(root, 'tsconfig.json');
const solution = existsSync(rootConfig)
  ? JSON.parse(readFileSync(rootConfig, 'utf8'))
  : { extends: './tsconfig.base.json', files: [], references: [] };
solution.references.push({ path: `./${isApp ? 'apps' : 'libs'}/${name}` });
solution.references.sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(rootConfig, json(solution));
console.log(
  `Made ${packageName}. Next: npm install (links it), then npm run references (after each change of its dependencies).`,
);
