import { expect, test } from 'vitest';
import { addTallies, tallyOf } from './tally.ts';

test('the reports of both runners are added up', () => {
  const vitest = JSON.stringify({ numTotalTests: 9, numPassedTests: 7, numFailedTests: 2 });
  const playwright = JSON.stringify({
    stats: { expected: 3, flaky: 1, unexpected: 1, skipped: 2 },
  });
  expect(addTallies(tallyOf(vitest), tallyOf(playwright))).toEqual({ passed: 11, failed: 3 });
});

test('anything else is refused, never counted as nothing', () => {
  expect(() => tallyOf('{}')).toThrow(TypeError);
  expect(() => tallyOf('')).toThrow();
});
