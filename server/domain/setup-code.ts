import { createHash } from 'node:crypto';

/** Read aloud without mistakes: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V. */
const alphabet = 'ACDEFGHJKMNPQRTWXY34679';
const groups = 4;
const groupLength = 5;

/** A one-time set-up code such as `KQ7MA-…`: 20 letters of 23, over 90 bits. */
export function newSetupCode(random: (bytes: number) => Buffer): string {
  const letters: string[] = [];
  while (letters.length < groups * groupLength) {
    for (const byte of random(32)) {
      const letter = byte < 253 ? alphabet[byte % alphabet.length] : undefined;
      if (letter && letters.length < groups * groupLength) letters.push(letter);
    }
  }
  return Array.from({ length: groups }, (_, i) =>
    letters.slice(i * groupLength, (i + 1) * groupLength).join(''),
  ).join('-');
}

/** What is stored of a set-up code; spaces, hyphens and letter case do not matter. */
export function hashSetupCode(typed: string): string {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return createHash('sha256').update(code).digest('base64url');
}
