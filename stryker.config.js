/** `npm run mutation`: see docs/mutation.md and decision 23. */
export default {
  mutate: ['server/domain/**/*.ts', 'server/gate/decide.ts', '!**/*.test.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },

  // What the copy of the project that the mutants live in does without. Documents stay: tests read them.
  ignorePatterns: ['.wxt', 'coverage', 'data', 'dist', 'docs/images', 'extension', 'test-results'],
  // TypeScript 7 lacks the interface by which Stryker would rewrite tsconfig.json.
  tsconfigFile: 'none',
  disableTypeChecks: false,

  concurrency: 2,
  // An endless loop is told from a busy machine by its patience.
  timeoutMS: 15_000,
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  htmlReporter: { fileName: 'coverage/mutation.html' },
  thresholds: { high: 95, low: 90, break: 90 },
};
