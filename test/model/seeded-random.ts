import { createHash } from 'node:crypto';

/** Bytes that look random and are the same for the same seed, so that a failure can be seen again. */
export function seededRandom(seed: string): (bytes: number) => Buffer {
  let blocks = 0;
  let pool = Buffer.alloc(0);
  return (bytes) => {
    while (pool.length < bytes) {
      const block = createHash('sha256').update(`${seed}/${blocks++}`).digest();
      pool = Buffer.concat([pool, block]);
    }
    const taken = pool.subarray(0, bytes);
    pool = pool.subarray(bytes);
    return Buffer.from(taken);
  };
}
