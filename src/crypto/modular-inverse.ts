import { modulo } from './modular';

/** Below it the leading digits that a double has still decide about the next quotient. */
const LARGEST_FACTOR = 2 ** 25;

/**
 * Lehmer's form of the extended Euclidean algorithm: most steps are done on the leading digits, as doubles, and what
 * they come to is applied to the integers at once. Step by step would take four times as long, and would be half of the
 * time of an ECDSA signature.
 *
 * A double may give a quotient that is off by one. That costs time and nothing else, since x = u · value and
 * y = v · value modulo the modulus, with no common divisor of x and y, stay true under whatever integer matrix with a
 * determinant of 1 or -1.
 *
 * @param value not a multiple of the modulus
 * @param modulus a prime below 2^1000
 */
export function modularInverse(value: bigint, modulus: bigint): bigint {
  let [x, y] = [modulus, modulo(value, modulus)];
  let [u, v] = [0n, 1n];
  while (y !== 0n) {
    const [a, b, c, d] = leadingSteps(Number(x), Number(y)) ?? [0n, 1n, 1n, -(x / y)];
    [x, y, u, v] = [a * x + b * y, c * x + d * y, a * u + b * v, c * u + d * v];
  }
  // Now x is 1 or -1.
  return modulo(u * x, modulus);
}

/** @returns the matrix of the steps whose factors are small; undefined when already the first quotient is large */
function leadingSteps(x: number, y: number): [bigint, bigint, bigint, bigint] | undefined {
  let [a, b, c, d] = [1, 0, 0, 1];
  while (y > 0) {
    const quotient = Math.floor(x / y);
    const [e, f] = [a - quotient * c, b - quotient * d];
    if (Math.abs(e) > LARGEST_FACTOR || Math.abs(f) > LARGEST_FACTOR) break;
    [x, y] = [y, x - quotient * y];
    [a, b, c, d] = [c, d, e, f];
  }
  return b === 0 ? undefined : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
}
