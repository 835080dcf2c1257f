import { describe, expect, it } from 'vitest';
import { limits } from '../../server/domain/throttle.ts';
import { atLeast, atMost, likelierCode, likelierCodes } from './chance.ts';
import { failuresBetween, mostInAnyDay, mostWithin, patientTimes } from './policy-model.ts';
import { count, duration, oneIn, small } from './wording.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('the limits worked out by hand', () => {
  it('a patient guesser has its twentieth guess after nine hours, and its next a day after its first', () => {
    const times = patientTimes(limits, 21);
    expect(times[19]).toBe(9 * hour + minute / 2);
    expect(times[20]).toBe(24 * hour);
  });

  it('a patient guesser has its hundredth guess in the fifth day', () => {
    expect(patientTimes(limits, 100).at(-1)).toBe((4 * 24 + 19) * hour);
  });

  it('thirty-three guesses are the most in any 24 hours', () => {
    expect(mostInAnyDay(limits)).toBe(33);
  });

  it('in an hour between two logins ten guesses leave no wait, in a day twenty', () => {
    expect(failuresBetween(limits, hour)).toBe(10);
    expect(failuresBetween(limits, 24 * hour)).toBe(20);
  });

  it('the most times within a span do not count one at its end', () => {
    expect(mostWithin([0, 1, 2, 10, 11], 2)).toBe(2);
    expect(mostWithin([0, 1, 2, 10, 11], 3)).toBe(3);
    expect(mostWithin([], 3)).toBe(0);
  });
});

describe('chances', () => {
  it('the likelier codes are right by one number more of two to the thirty-first', () => {
    const others = 10 ** 6 - likelierCodes;
    const all = likelierCodes * likelierCode + others * (likelierCode - 1 / 2 ** 31);
    expect(all).toBeCloseTo(1, 12);
  });

  it('at least one of two tosses in three cases of four, both in one', () => {
    expect(atLeast(1, 2, 0.5)).toBeCloseTo(0.75, 12);
    expect(atLeast(2, 2, 0.5)).toBeCloseTo(0.25, 12);
    expect(atMost(0, 2, 0.5)).toBeCloseTo(0.25, 12);
  });

  it('at least so many and at most one less are all cases', () => {
    expect(atLeast(31, 700, 0.03) + atMost(30, 700, 0.03)).toBeCloseTo(1, 9);
  });

  it('certain and impossible tries are no special case', () => {
    expect(atLeast(3, 3, 1)).toBe(1);
    expect(atLeast(1, 3, 0)).toBe(0);
    expect(atMost(2, 3, 1)).toBe(0);
  });
});

it('numbers read well', () => {
  expect(count(1_234_567)).toBe('1,234,567');
  expect(duration(30_000)).toBe('30 seconds');
  expect(duration((4 * 24 + 19) * hour)).toBe('4 days 19 hours');
  expect(oneIn(0.0003)).toBe('1 in 3,333');
  expect(oneIn(0.27)).toBe('1 in 3.7');
  expect(oneIn(3.75e-20)).toBe('1 in 2.7 × 10¹⁹');
  expect([0.215, 21.3, 4.8e-3].map(small)).toEqual(['0.21', '21', '4.8 × 10⁻³']);
});
