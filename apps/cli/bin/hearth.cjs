#!/usr/bin/env node
// The command line: from the build where there is one, else straight from the sources.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..', '..');
const built = join(__dirname, '..', 'dist', 'main.js');
if (existsSync(built) && process.env['HEARTH_FROM_SOURCE'] === undefined) require(built);
else {
  process.argv.splice(2, 0, join(__dirname, '..', 'src', 'main.ts'));
  require(join(root, 'tools', 'run.cjs'));
}
