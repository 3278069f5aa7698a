import { randomBytes, randomFillSync } from 'node:crypto';

/** Gives `size` unpredictable bytes. A test may inject one that repeats itself, to have the same keys and signatures each time. */
export type RandomSource = (size: number) => Uint8Array;

const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * The random source of the machine. Small amounts come from a pool that is filled in one go, since asking the system
 * costs more than encrypting a small plaintext; what is given away is erased from the pool.
 */
export const systemRandom: RandomSource = (size) => {
  if (size > 64) return randomBytes(size);
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + size));
  pool.fill(0, used, used + size);
  used += size;
  return bytes;
};
