/** Read aloud without mistakes: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V. */
const alphabet = 'ACDEFGHJKMNPQRTWXY34679';
const groupLength = 5;
/** The largest multiple of the alphabet's length in a byte: bytes beyond it would favour some letters. */
const evenBytes = 256 - (256 % alphabet.length);

/**
 * A code to read and type, such as `KQ7MA-CDEFG`: log₂ 23 = 4.5 bits a letter, five letters a group
 * (decision 25).
 */
export function newReadableCode(random: (bytes: number) => Buffer, groups: number): string {
  const letters: string[] = [];
  while (letters.length < groups * groupLength) {
    const even = [...random(32)].filter((byte) => byte < evenBytes);
    letters.push(...even.map((byte) => alphabet.charAt(byte % alphabet.length)));
  }
  return Array.from({ length: groups }, (_, group) =>
    letters.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}

/** The letters of what somebody typed; spaces, hyphens and letter case do not matter. */
export function readableLetters(typed: string): string {
  return typed.replaceAll(/[\s-]/g, '').toUpperCase();
}

/** The letters of a code of so many groups, or null for what can be none. */
export function parseReadableCode(typed: string, groups: number): string | null {
  if (typed.length > 64) return null;
  const letters = readableLetters(typed);
  const fits = letters.length === groups * groupLength;
  return fits && [...letters].every((letter) => alphabet.includes(letter)) ? letters : null;
}
