// Runs a TypeScript entry straight from the sources: node tools/run.cjs FILE [arguments…]
// (In production the built JavaScript runs instead: npm run build, then node apps/hearth/dist/main.js.)
const { spawn } = require('node:child_process');
const { join, resolve } = require('node:path');

const root = join(__dirname, '..');
const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node tools/run.cjs FILE [arguments…]');
  process.exit(2);
}
const child = spawn(
  process.execPath,
  [
    '--conditions=@hearth/source',
    '--require',
    require.resolve('@swc-node/register'),
    resolve(root, file),
    ...rest,
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, SWC_NODE_PROJECT: join(root, 'tsconfig.run.json'), NODE_NO_WARNINGS: '1' },
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
