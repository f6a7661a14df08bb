import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// One program for the whole repository: only the rules that need types.
export default defineConfig(
  globalIgnores(['**/dist', '**/out-tsc', '**/coverage', '**/tmp', '.nx', 'static', '**/*.{js,cjs,mjs,mts}']),
  {
    files: ['libs/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'tools/**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: ['tsconfig.lint.json'], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
);
