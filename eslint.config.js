import tseslint from 'typescript-eslint';
import regexp from 'eslint-plugin-regexp';
import svelte from 'eslint-plugin-svelte';

// Only what hides bugs: floating promises, unused code, unsafe regular expressions. Import arrows are checked by
// test/architecture.test.ts, formatting by prettier.
const rules = {
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  'regexp/no-super-linear-backtracking': 'error',
  'regexp/no-super-linear-move': 'off',
  'no-constant-condition': ['error', { checkLoops: false }],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
};
const promises = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
};

export default [
  { ignores: ['node_modules/', 'dist/', 'data/', 'bench/', 'screenshots/'] },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin, regexp },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { ...rules, ...promises },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    plugins: { '@typescript-eslint': tseslint.plugin, regexp },
    rules,
    languageOptions: { parser: tseslint.parser },
  },
  ...svelte.configs['flat/base'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin, regexp },
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: { ...rules, 'svelte/no-at-html-tags': 'error' },
  },
];
