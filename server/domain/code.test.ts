import { expect, it } from 'vitest';
import { parseCode } from './code.ts';

const sixDigits = {
  'as they are': '123456',
  'with a space between': '123 456',
  'with a hyphen between': '123-456',
  'with spaces around': '  123456  ',
  'with a space after each': '1 2 3 4 5 6 ',
  'with a no-break space, as pages copy it': '123\u00a0456',
} as const;

for (const [how, typed] of Object.entries(sixDigits)) {
  it(`six digits ${how} are a code`, () => {
    expect(parseCode(typed)).toBe('123456');
  });
}

it('six digits under as many spaces as thirty-two characters hold are a code, and not under more', () => {
  expect(parseCode('123456'.padStart(32))).toBe('123456');
  expect(parseCode('123456'.padStart(33))).toBeNull();
});

it('leading zeros are digits like any other', () => {
  expect(parseCode('000 007')).toBe('000007');
});

const nonsense = {
  nothing: '',
  'only spaces and hyphens': ' - - ',
  'five digits': '12345',
  'seven digits': '1234567',
  'a number in scientific notation': '1e5',
  'a signed number': '+12345',
  'a hexadecimal number': '0x1234',
  'a decimal number': '1234.5',
  letters: 'abcdef',
  'Arabic-Indic digits': '١٢٣٤٥٦',
  'full-width digits': '１２３４５６',
  'mathematical digits': '𝟏𝟐𝟑𝟒𝟓𝟔',
  'six digits and a zero byte': '123456\0',
  'six digits and a line break': '123456\n',
  'six digits over two lines': '123\n456',
  'six digits and a zero-width space': '123456\u200b',
  'six digits behind a minus that is no hyphen': '\u2212123456',
  'six digits under enough spaces to be no slip': `${' '.repeat(40)}123456`,
  'two codes': '123456 123456',
} as const;

for (const [what, typed] of Object.entries(nonsense)) {
  it(`${what}: no code`, () => {
    expect(parseCode(typed)).toBeNull();
  });
}

it('a megabyte is refused without looking through it', () => {
  // Whoever asked more of it than its length would find nothing there to ask.
  const megabyte = { length: 2 ** 20 } as unknown as string;
  expect(parseCode(megabyte)).toBeNull();
  expect(() => parseCode({ length: 32 } as unknown as string)).toThrow();
});
