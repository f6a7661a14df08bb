const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swc = { ...JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8')), swcrc: false };
delete swc.$schema;

module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@hearth/source', 'node', 'require', 'default'] },
  transform: { '^.+\\.[cm]?ts$': ['@swc/jest', swc] },
  moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'mjs', 'json', 'node'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testTimeout: 30_000,
  // Jest takes reporters from the configuration that it was started with: a project's own, or jest.config.cjs here.
  ...(process.cwd() === __dirname
    ? {}
    : { reporters: ['default', join(__dirname, 'tools/trace/reporter.cjs')] }),
};
