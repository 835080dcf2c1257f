import { defineConfig } from 'playwright/test';

/** The journeys before real platforms; each file starts one of them, once. */
export default defineConfig({
  outputDir: '../../../test-results/platforms',
  testMatch: '*.test.ts',
  workers: 2,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { screenshot: 'only-on-failure', actionTimeout: 15_000, navigationTimeout: 15_000 },
});
