import { createHash } from 'node:crypto';

/** Random numbers that are the same in every run. */
export type SeededRandom = {
  /** A whole number from 0 to below `n`, at most 2³². */
  below(n: number): number;
  bytes(count: number): Buffer;
};

/** The generator sfc32, begun with the hash of what it is for. */
export function seededRandom(purpose: string): SeededRandom {
  const seed = createHash('sha256').update(purpose).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => seed.readInt32LE(at)) as Four;

  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  return {
    below: (n) => Math.floor((next() / 2 ** 32) * n),
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => next() & 0xff)),
  };
}

type Four = [number, number, number, number];

/** A number that belongs to `index` under `key`, from 0 to below `n`: scattered, the same every time. */
export function scattered(key: number, index: number, n: number): number {
  let x = Math.imul(index ^ key, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13) ^ key, 0xc2b2ae35);
  x ^= x >>> 16;
  return Math.floor(((x >>> 0) / 2 ** 32) * n);
}
