import { defineConfig } from 'playwright/test';

/** The journeys: a real Chromium with the built extension, before a door of each worker's own. */
export default defineConfig({
  outputDir: '../../test-results',
  testMatch: '*.test.ts',
  fullyParallel: true,
  // A journey waits for its phone's next code for most of its time: others run meanwhile.
  workers: 4,
  retries: 0,
  // A journey may have to wait for the phone's next code, half a minute at the most.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
  },
});
