import { expect, test } from 'vitest';
import { clockTime } from './remaining-time.ts';

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [75, '1:15'],
  [3600, '1:00:00'],
  [86_399, '23:59:59'],
])('%i seconds are shown as %s', (seconds, shown) => {
  expect(clockTime(seconds)).toBe(shown);
});
