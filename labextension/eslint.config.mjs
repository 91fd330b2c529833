/** Lint rules: types checked, small functions, and the direction of imports between `core`, `ui` and the JupyterLab wiring. */
import eslint from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const JUPYTER = ['@jupyterlab/*', '@jupyter-widgets/*', '@lumino/*'];
const REACT = ['react', 'react-dom', 'react-dom/*', '@tanstack/react-virtual'];

/** What a folder must not import, in the words shown to who tries. */
const boundary = (message, ...group) => ({
  'no-restricted-imports': ['error', { patterns: [{ group, message }] }]
});

export default defineConfig(
  { ignores: ['lib/', 'node_modules/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.recommendedTypeChecked, reactHooks.configs.flat.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: true } }
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      complexity: ['error', 10],
      curly: 'error',
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      'no-console': ['error', { allow: ['warn', 'error'] }]
    }
  },
  {
    files: ['bundler/**'],
    languageOptions: { globals: { console: 'readonly', module: 'writable', process: 'readonly', URL: 'readonly' } }
  },
  {
    files: ['src/core/**'],
    rules: boundary(
      'The core is framework-free: no JupyterLab, no React, no user interface.',
      ...JUPYTER,
      ...REACT,
      '**/ui/*'
    )
  },
  {
    files: ['src/ui/**'],
    rules: boundary(
      'Components know the interfaces of core/api and core/types, and neither the rest of the core nor the wiring.',
      '**/core/*',
      '!**/core/api',
      '!**/core/types',
      '**/plugins/*',
      '**/ipywidget/*',
      '@jupyterlab/application',
      '@jupyter-widgets/*'
    )
  },
  {
    files: ['src/page/**'],
    ignores: ['src/page/content.ts'],
    rules: boundary('The page has no JupyterLab around it; `content.ts` alone loads its renderers, later.', ...JUPYTER)
  },
  {
    files: ['src/**/__tests__/**', 'src/**/*.test.{ts,tsx}'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  }
);
