import { randomBytes } from 'node:crypto';

/** Gives `size` unpredictable bytes. A test may inject one that repeats itself, to have the same keys and signatures each time. */
export type RandomSource = (size: number) => Uint8Array;

/** The random source of the machine. */
export const systemRandom: RandomSource = (size) => randomBytes(size);
