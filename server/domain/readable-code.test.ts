import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newReadableCode, parseReadableCode, readableLetters } from './readable-code.ts';

const alphabet = 'ACDEFGHJKMNPQRTWXY34679';

describe('a new code', () => {
  it('has as many groups of five letters as were asked for', () => {
    for (const groups of [1, 3, 4]) {
      const shape = new RegExp(`^[${alphabet}]{5}(-[${alphabet}]{5}){${groups - 1}}$`);
      expect(newReadableCode(randomBytes, groups)).toMatch(shape);
    }
  });

  it('is the letters of the drawn bytes in their order', () => {
    const draw = () => Buffer.from(Array.from({ length: 32 }, (_, byte) => byte));
    expect(newReadableCode(draw, 3)).toBe('ACDEF-GHJKM-NPQRT');
    expect(newReadableCode(draw, 4)).toBe('ACDEF-GHJKM-NPQRT-WXY34');
  });

  it('draws again when bytes were thrown away, and not once it has its letters', () => {
    let draws = 0;
    const fiveLetters = (bytes: number) => {
      draws++;
      const drawn = Buffer.alloc(bytes, 255);
      return drawn.fill(draws - 1, 0, 5);
    };
    expect(newReadableCode(fiveLetters, 3)).toBe('AAAAA-CCCCC-DDDDD');
    expect(draws).toBe(3);
  });
});

describe('what somebody typed', () => {
  it('is read without spaces, hyphens and letter case', () => {
    for (const typed of ['KQ7MA-CDEFG-HJKMN', 'kq7macdefghjkmn', ' kq7ma\tCDEFG  hjkmn\n']) {
      expect(readableLetters(typed)).toBe('KQ7MACDEFGHJKMN');
      expect(parseReadableCode(typed, 3)).toBe('KQ7MACDEFGHJKMN');
    }
  });

  const nonsense = {
    nothing: '',
    'a letter too few': 'KQ7MA-CDEFG-HJKM',
    'a letter too many': 'KQ7MA-CDEFG-HJKMNA',
    'a group too few': 'KQ7MA-CDEFG',
    'a letter that is none of ours': 'KQ7MA-CDEFG-HJKM0',
    'a letter that is none of ours in front': '0Q7MA-CDEFG-HJKMN',
  };
  for (const [what, typed] of Object.entries(nonsense)) {
    it(`is no code of three groups: ${what}`, () => {
      expect(parseReadableCode(typed, 3)).toBeNull();
    });
  }

  it('is a code under as many spaces as sixty-four characters hold, and not under more', () => {
    const code = 'KQ7MACDEFGHJKMN';
    expect(parseReadableCode(code.padStart(64), 3)).toBe(code);
    expect(parseReadableCode(code.padStart(65), 3)).toBeNull();
  });
});
