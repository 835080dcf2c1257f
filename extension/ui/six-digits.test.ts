import { expect, test } from 'vitest';
import { sixDigits } from './six-digits.ts';

test.each(['123456', ' 123456 ', '123 456', '123-456', '12 34 56'])('%j is a code', (typed) => {
  expect(sixDigits(typed)).toBe('123456');
});

test.each([
  '',
  '12345',
  '1234567',
  '12345a',
  '１２３４５６',
  '١٢٣٤٥٦',
  '1e5555',
  '123456\0',
  '123.456',
])('%j is none', (typed) => {
  expect(sixDigits(typed)).toBeNull();
});
