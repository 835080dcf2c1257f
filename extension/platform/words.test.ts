import { expect, test } from 'vitest';
import { accountWords, loginWords, logoutWords, nextWords, plain } from './words.ts';

test('words stand as labels are compared: a word with an accent would never be found', () => {
  for (const word of [...logoutWords, ...loginWords, ...accountWords, ...nextWords]) {
    expect(word).toBe(plain(word));
  }
  expect(plain('Cerrar Sesión…')).toBe('cerrar sesion');
});
