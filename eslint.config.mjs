import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Two dimensions, one tag of each per project (tools/check/tags.spec.ts holds every project to it):
//   room: whose data the code may touch        kind: what sort of code it is
const rooms = ['personal', 'usage', 'statistics', 'access'];

export default defineConfig(
  globalIgnores(['**/dist', '**/out-tsc', '**/coverage', '**/test-results', '**/tmp', '.nx', 'static']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'Name what is exported: one index.ts per project, no barrels.',
        },
      ],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'kind:pure', onlyDependOnLibsWithTags: ['kind:pure'] },
            {
              sourceTag: 'kind:platform',
              onlyDependOnLibsWithTags: ['kind:pure', 'kind:platform', 'kind:testing'],
            },
            {
              sourceTag: 'kind:testing',
              onlyDependOnLibsWithTags: ['kind:pure', 'kind:platform', 'kind:testing'],
            },
            { sourceTag: 'kind:client', onlyDependOnLibsWithTags: ['kind:pure', 'kind:client'] },
            {
              sourceTag: 'kind:room',
              onlyDependOnLibsWithTags: ['kind:pure', 'kind:platform', 'kind:testing'],
            },
            {
              sourceTag: 'kind:door',
              onlyDependOnLibsWithTags: ['kind:pure', 'kind:platform', 'kind:testing'],
            },
            { sourceTag: 'kind:assembly', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'kind:app', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'kind:tool', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'room:none', onlyDependOnLibsWithTags: ['room:none'] },
            ...rooms.map((room) => ({
              sourceTag: `room:${room}`,
              onlyDependOnLibsWithTags: [`room:${room}`, 'room:none'],
            })),
          ],
        },
      ],
    },
  },
  {
    // process.env is read in one place per app.
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/config.ts', '**/*.spec.ts', 'libs/test-databases/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in config.ts.' },
      ],
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        process: 'readonly',
        Buffer: 'readonly',
        console: 'readonly',
      },
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
  },
  prettier,
);
