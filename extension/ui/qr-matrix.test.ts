import { create, type QRCodeSegment } from 'qrcode';
import { expect, test } from 'vitest';
import { qrMatrix } from './qr-matrix.ts';

/** The longest text of each version at error correction M, in bytes (ISO/IEC 18004, table 7). */
const longest = [
  ...[
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
  ],
  ...[711, 779, 857, 911, 997, 1059, 1125, 1190, 1264, 1370],
  ...[1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331],
];

/** Another maker's symbol of the same text, with the same choices. */
function byLibrary(text: string) {
  const data = new TextEncoder().encode(text);
  const segments: QRCodeSegment[] = [{ data, mode: 'byte' }];
  return create(segments, { errorCorrectionLevel: 'M', maskPattern: 0 }).modules;
}

function drawn(text: string): string {
  const { size, isDark } = qrMatrix(text);
  return Array.from({ length: size * size }, (_, i) =>
    Number(isDark(i % size, Math.floor(i / size))),
  ).join('');
}

test.each(longest.map((bytes, i) => [i + 1, bytes]))(
  'a QR code of version %i is the one that the standard asks for, when it is full and when it is not',
  (version, bytes) => {
    for (const length of [bytes, bytes - 1, bytes - 9]) {
      const text = 'otpauth://totp/?=%&'.repeat(130).slice(0, length);
      const { size, data } = byLibrary(text);
      expect(drawn(text)).toBe(Array.from(data, Number).join(''));
      expect(size).toBe(17 + 4 * version);
    }
  },
);

test('letters beyond ASCII are bytes of UTF-8', () => {
  const text = 'otpauth://totp/Ação:josé@münchen.example';
  expect(drawn(text)).toBe(Array.from(byLibrary(text).data, Number).join(''));
});

test('a text that no QR code holds is an error of the programmer', () => {
  expect(() => qrMatrix('x'.repeat(2332))).toThrow(RangeError);
});
