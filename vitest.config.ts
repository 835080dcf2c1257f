import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

export default defineConfig({
  test: {
    // Many tests wait, for a wall clock or for another process: a third one runs meanwhile on two cores.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'server',
          include: [
            'server/**/*.test.ts',
            'test/check/**/*.test.ts',
            'test/platform/**/*.test.ts',
            'test/platforms/*.test.ts',
            'test/fixtures/**/*.test.ts',
            'test/harness/**/*.test.ts',
            'test/hrana/**/*.test.ts',
            'test/fronts/**/*.test.ts',
            'test/security/**/*.test.ts',
            'test/model/**/*.test.ts',
            'test/simulation/**/*.test.ts',
            'test/bench/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [WxtVitest()],
        test: {
          name: 'extension',
          include: ['extension/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
        },
      },
      {
        test: {
          name: 'built',
          include: ['test/built/*.test.ts'],
          globalSetup: 'test/built/build.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'firefox',
          include: ['test/firefox/*.test.ts'],
          // A journey may have to wait for the phone's next code, half a minute at the most.
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'conventions',
          include: ['test/conventions.test.ts', 'test/security-cases.test.ts'],
        },
      },
    ],
  },
});
