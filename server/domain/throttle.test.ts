import { expect, it } from 'vitest';
import { limits } from './throttle.ts';

const minute = 60_000;

/** As it is documented: what the n-th failure in a row costs. */
const documented: readonly (readonly [failure: number, wait: number])[] = [
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 0],
  [5, minute / 2],
  [6, minute],
  [7, 2 * minute],
  [8, 4 * minute],
  [9, 8 * minute],
  [10, 15 * minute],
  [11, 30 * minute],
  [12, 60 * minute],
];

it('four failures are free, then waits grow from half a minute to an hour', () => {
  for (const [failure, wait] of documented) expect(limits.waits[failure]).toBe(wait);
});

it('an hour is the longest wait of the ramp, and stays', () => {
  expect(limits.waits).toHaveLength(documented.length + 1);
  expect(Math.max(...limits.waits)).toBe(60 * minute);
  expect(limits.waits.at(-1)).toBe(60 * minute);
});

it('a failure more never costs less', () => {
  expect(limits.waits.toSorted((one, other) => one - other)).toEqual(limits.waits);
});

it('no account fails more than twenty times in twenty-four hours', () => {
  expect(limits.perDay).toBe(20);
  expect(limits.day).toBe(24 * 60 * minute);
});

it('a hundred failures in a row lock, which takes a guesser five days', () => {
  expect(limits.lockAt).toBe(100);
  expect(limits.lockAt / limits.perDay).toBe(5);
});
