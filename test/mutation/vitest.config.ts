import { defineConfig } from 'vitest/config';

/** The tests that judge each mutant of `npm run mutation`: those beside the mutated files. */
export default defineConfig({
  test: { include: ['server/domain/**/*.test.ts', 'server/gate/decide.test.ts'], isolate: false },
});
