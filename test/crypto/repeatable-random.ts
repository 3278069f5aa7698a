import { createHash } from 'node:crypto';
import type { RandomSource } from '../../src/crypto/random-source';

/** A random source that gives the same bytes in each run. */
export function repeatableRandom(seed = 'seed'): RandomSource {
  let calls = 0;
  return (size) => createHash('shake256', { outputLength: size }).update(`${seed} ${calls++}`).digest();
}
