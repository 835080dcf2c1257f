/** How many tests passed and failed. */
export type Tally = { passed: number; failed: number };

export function addTallies(one: Tally, other: Tally): Tally {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/**
 * Reads the JSON report of Vitest or of Playwright. A test that passed only when it was tried again
 * (Playwright's "flaky") has passed.
 */
export function tallyOf(report: string): Tally {
  const read = JSON.parse(report) as Partial<VitestReport & PlaywrightReport>;
  if (read.stats) {
    const { expected, flaky, unexpected } = read.stats;
    return { passed: expected + flaky, failed: unexpected };
  }
  if (read.numPassedTests === undefined || read.numFailedTests === undefined) {
    throw new TypeError('This is a report of neither Vitest nor Playwright.');
  }
  return { passed: read.numPassedTests, failed: read.numFailedTests };
}

type VitestReport = { numPassedTests: number; numFailedTests: number };
type PlaywrightReport = { stats: { expected: number; flaky: number; unexpected: number } };
