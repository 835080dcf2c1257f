import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashSetupCode, newSetupCode } from './setup-code.ts';

it('a set-up code is four groups of five letters that nobody mistakes for each other', () => {
  for (let i = 0; i < 200; i++) {
    expect(newSetupCode(randomBytes)).toMatch(/^[ACDEFGHJKMNPQRTWXY34679]{5}(-[^-]{5}){3}$/);
  }
  for (const mistakable of '0O1IL2Z5S8BUV') {
    const many = Array.from({ length: 50 }, () => newSetupCode(randomBytes)).join('');
    expect(many).not.toContain(mistakable);
  }
});

it('every letter stands for equally many bytes, and the bytes left over are thrown away', () => {
  const bytesOf = new Map<string, number>();
  for (let byte = 0; byte < 253; byte++) {
    const [letter = ''] = newSetupCode((bytes) => Buffer.alloc(bytes, byte));
    bytesOf.set(letter, (bytesOf.get(letter) ?? 0) + 1);
  }
  expect(bytesOf.size).toBe(23);
  expect(new Set(bytesOf.values())).toEqual(new Set([11]));

  const fair = newSetupCode((bytes) => Buffer.alloc(bytes, 0));
  for (const leftOver of [253, 254, 255]) {
    const draws = [leftOver, leftOver, 0];
    expect(newSetupCode((bytes) => Buffer.alloc(bytes, draws.shift()))).toBe(fair);
    expect(draws).toEqual([]);
  }
});

it('codes do not come twice', () => {
  const codes = Array.from({ length: 1000 }, () => newSetupCode(randomBytes));
  expect(new Set(codes).size).toBe(1000);
});

it('letter case, spaces and hyphens do not matter to what is stored', () => {
  const code = 'KQ7MA-CDEFG-HJKMN-PQRTW';
  const stored = hashSetupCode(code);
  for (const typed of [
    'kq7ma-cdefg-hjkmn-pqrtw',
    'KQ7MACDEFGHJKMNPQRTW',
    ' KQ7MA CDEFG HJKMN PQRTW ',
    'kq7ma cdefg-hjkmn\tpqrtw\n',
  ]) {
    expect(hashSetupCode(typed)).toBe(stored);
  }
});

it('what is stored is a hash, and another one for any other code', () => {
  const stored = hashSetupCode('KQ7MA-CDEFG-HJKMN-PQRTW');
  expect(stored).toBe(createHash('sha256').update('KQ7MACDEFGHJKMNPQRTW').digest('base64url'));
  for (const other of ['KQ7MA-CDEFG-HJKMN-PQRTX', 'KQ7MA-CDEFG-HJKMN-PQRT', '', '-']) {
    expect(hashSetupCode(other)).not.toBe(stored);
  }
});
