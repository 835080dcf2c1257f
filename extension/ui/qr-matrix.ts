/*
 * A QR code of ISO/IEC 18004 for a text: bytes only, error correction M, one mask for all. That is what
 * every phone reads, and a fifth of a library that can do everything else as well.
 */

/** Error correction codewords a block and blocks, level M, by version (table 9). */
const perBlock = [
  ...[10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26],
  ...[26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
];
const blocks = [
  ...[1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16],
  ...[17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
];

/** Level M is 00 in the format information, so all of it is the mask's number (clause 7.9). */
const mask = 0;

export type Matrix = { size: number; isDark: (x: number, y: number) => boolean };

/** The modules of the symbol. Throws a RangeError for a text over 2,331 bytes. */
export function qrMatrix(text: string): Matrix {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const size = 17 + 4 * version;
  const dark = new Uint8Array(size * size);
  const taken = new Uint8Array(size * size);
  const set = (x: number, y: number, value: boolean) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y * size + x] = Number(value);
    taken[y * size + x] = 1;
  };
  drawPatterns(version, size, set, (x, y) => taken[y * size + x] === 1);
  drawFormat(size, set);
  if (version >= 7) drawVersion(version, size, set);

  const words = interleaved(dataWords(bytes, version), version);
  let at = 0;
  for (const [x, y] of zigzag(size)) {
    if (taken[y * size + x]) continue;
    const bit = ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    at++;
    // Mask 0: every second module, as on a chessboard.
    dark[y * size + x] = bit ^ Number((x + y) % 2 === 0);
  }
  return { size, isDark: (x, y) => dark[y * size + x] === 1 };
}

type Set = (x: number, y: number, value: boolean) => void;

/** All codewords that fit: what the patterns leave over. */
function capacity(version: number): number {
  const count = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const alignment = count && 25 * count * count - 10 * count - 55;
  return ((16 * version + 128) * version + 64 - alignment - (version >= 7 ? 36 : 0)) >> 3;
}

function dataCapacity(version: number): number {
  return capacity(version) - (perBlock[version - 1] ?? 0) * (blocks[version - 1] ?? 0);
}

function lengthBits(version: number): number {
  return version < 10 ? 8 : 16;
}

function versionFor(length: number): number {
  for (let version = 1; version <= 40; version++) {
    if (4 + lengthBits(version) + 8 * length <= 8 * dataCapacity(version)) return version;
  }
  throw new RangeError('the text is too long for a QR code');
}

/** Mode 0100, the length, the bytes, an end, and the two padding bytes in turn (clause 7.4). */
function dataWords(bytes: Uint8Array, version: number): number[] {
  const bits = [0, 1, 0, 0];
  const push = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  push(bytes.length, lengthBits(version));
  for (const byte of bytes) push(byte, 8);
  const words = dataCapacity(version);
  push(0, Math.min(4, 8 * words - bits.length));
  push(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < 8 * words; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: words }, (_, i) =>
    bits.slice(8 * i, 8 * i + 8).reduce((word, bit) => 2 * word + bit, 0),
  );
}

/** Splits the words into blocks, the longer ones last, and takes one of each in turn (clause 7.6). */
function interleaved(words: number[], version: number): number[] {
  const count = blocks[version - 1] ?? 1;
  const degree = perBlock[version - 1] ?? 0;
  const short = Math.floor(words.length / count);
  const firstLong = count - (words.length % count);
  const divisor = generator(degree);
  const data: number[][] = [];
  for (let i = 0, from = 0; i < count; i++) {
    const to = from + short + Number(i >= firstLong);
    data.push(words.slice(from, to));
    from = to;
  }
  const inTurn = (rows: number[][], length: number) =>
    Array.from({ length }, (_, i) => rows.flatMap((row) => row.slice(i, i + 1))).flat();
  const correction = data.map((block) => remainder(block, divisor));
  return [...inTurn(data, short + 1), ...inTurn(correction, degree)];
}

/** Multiplies in GF(256) modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((b >> i) & 1) product ^= a;
  }
  return product;
}

/** (x − 1)(x − 2)(x − 4) … without its first coefficient, which is 1. */
function generator(degree: number): number[] {
  let product = [1];
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2)) {
    product = [...product, 0].map((each, at) => each ^ times(product[at - 1] ?? 0, root));
  }
  return product.slice(1);
}

/** The Reed-Solomon codewords of a block: what is left when it is divided by the generator. */
function remainder(block: number[], divisor: number[]): number[] {
  return block.reduce<number[]>(
    (rest, word) => {
      const factor = word ^ (rest[0] ?? 0);
      return [...rest.slice(1), 0].map((each, at) => each ^ times(divisor[at] ?? 0, factor));
    },
    divisor.map(() => 0),
  );
}

function drawPatterns(
  version: number,
  size: number,
  set: Set,
  isTaken: (x: number, y: number) => boolean,
): void {
  const squares = (x: number, y: number, reach: number, isDark: (ring: number) => boolean) => {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  const corners = [3, size - 4];
  for (const x of corners) {
    for (const y of corners) {
      if (x + y < 2 * size - 8) squares(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    }
  }
  // Before the timing patterns, which run through them: only the corners are taken by then.
  const places = alignment(version, size);
  for (const x of places) {
    for (const y of places) if (!isTaken(x, y)) squares(x, y, 2, (ring) => ring !== 1);
  }
  for (let i = 8; i < size - 8; i++) {
    set(i, 6, i % 2 === 0);
    set(6, i, i % 2 === 0);
  }
}

/** The centres of the alignment patterns, on both axes (annex E). */
function alignment(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : 2 * Math.ceil((size - 13) / (2 * count - 2));
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)];
}

/** A number and its remainder by a polynomial over GF(2). */
function withRemainder(value: number, bits: number, polynomial: number): number {
  let rest = value;
  for (let i = 0; i < bits; i++) rest = (rest << 1) ^ ((rest >> (bits - 1)) * polynomial);
  return (value << bits) | rest;
}

function drawFormat(size: number, set: Set): void {
  const format = withRemainder(mask, 10, 0x537) ^ 0x5412;
  const bit = (i: number) => ((format >> i) & 1) === 1;
  for (let i = 0; i < 15; i++) {
    const along = i < 6 ? i : i < 8 ? i + 1 : i === 8 ? 7 : 14 - i;
    if (i < 8) {
      set(8, along, bit(i));
      set(size - 1 - i, 8, bit(i));
    } else {
      set(along, 8, bit(i));
      set(8, size - 15 + i, bit(i));
    }
  }
  set(8, size - 8, true);
}

function drawVersion(version: number, size: number, set: Set): void {
  const all = withRemainder(version, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const isDark = ((all >> i) & 1) === 1;
    set(Math.floor(i / 3), size - 11 + (i % 3), isDark);
    set(size - 11 + (i % 3), Math.floor(i / 3), isDark);
  }
}

/** Two columns at a time from the right, up and down in turn, past the upright timing pattern. */
function* zigzag(size: number): Generator<[number, number]> {
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      yield [right, y];
      yield [right - 1, y];
    }
  }
}
